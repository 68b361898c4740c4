import { assessmentRow, makeReading } from "./assessment.ts";
import { type Authority, makeAuthorities, REGION } from "./authority.ts";
import { CharacteristicsTable } from "./characteristics.ts";
import { type Child, makeChild } from "./child.ts";
import { CostTally } from "./cost-truth.ts";
import type { Day } from "./day.ts";
import { designYaml, settingsDesignYaml } from "./design.ts";
import { readingDays } from "./follow-up.ts";
import { SAMPLE_INSTRUMENTS } from "./instrument.ts";
import { ModerationTables } from "./moderation.ts";
import { type Placement, placementOn, placementRow, placementsOf } from "./placement.ts";
import { plant } from "./plant.ts";
import { type Random, randomOf } from "./random.ts";
import { ReadinessTally } from "./readiness-truth.ts";
import type { Reading } from "./reading.ts";
import { RequestTable } from "./requests.ts";
import { ReturnTable } from "./returns.ts";
import type { Sample } from "./sample-files.ts";
import { drawSettingType } from "./setting.ts";
import { SettingTally } from "./setting-truth.ts";
import { spendRows } from "./spend.ts";
import { SupportTables } from "./support.ts";
import { SustainedTally } from "./sustained-truth.ts";
import { assessmentTable, authorityTable, placementTable, spendTable } from "./table.ts";
import { TruthTally } from "./truth.ts";

export { writeSample } from "./write-sample.ts";

export interface SampleOptions {
  children: number;
  /** At least 2: half of them, rounded down, are in the trial. */
  authorities: number;
  seed: number;
}

/** Share of children whose family also gives its view, on the day of the first reading. */
const FAMILY_VIEW_SHARE = 0.05;

/**
 * Invents extracts with a known truth. Pure: the same options always give the same sample.
 *
 * @throws RangeError when there are fewer than 2 authorities, or fewer children than authorities.
 */
export function generateSample({ children, authorities: count, seed }: SampleOptions): Sample {
  refuseTooFew(children, count);
  const authorities = makeAuthorities(seed, count, children);
  const named = authorityTable();
  const assessed = SAMPLE_INSTRUMENTS.map(assessmentTable);
  const placed = placementTable();
  const spent = spendTable();
  const tally = new TruthTally(authorities);
  const ofSettings = new SettingTally();
  const supported = new SupportTables(seed);
  const moderated = new ModerationTables(seed);
  const requested = new RequestTable(seed);
  const told = new CharacteristicsTable(seed);
  const costed = new CostTally(seed, children);
  const ready = new ReadinessTally();
  const sustained = new SustainedTally();
  const returned = new ReturnTable(seed, Math.floor(children / count / 4), sustained);
  for (const [nth, authority] of authorities.entries()) {
    const written = assessed[SAMPLE_INSTRUMENTS.indexOf(authority.instrument)]!;
    named.rows.push([authority.code, authority.name, REGION].join(","));
    for (let number = 1; number <= authority.children; number++) {
      const chance = randomOf(seed, 2, nth, number);
      const { child, readings, placements } = live(
        authority,
        number,
        chance,
        randomOf(seed, 6, nth, number),
      );
      tally.add(authority, readings);
      ready.add(authority, readings);
      told.add(authority, nth, child, readings);
      costed.add(nth, number, child, placements);
      sustained.add(placements);
      ofSettings.add(authority, readings, (day) => placementOn(placements, day).setting);
      for (const reading of readings) {
        const { setting } = placementOn(placements, reading.day);
        written.rows.push(assessmentRow(authority, child, setting, reading));
      }
      for (const placement of placements)
        placed.rows.push(placementRow(authority, child, placement));
      for (const row of spendRows(authority, child, placements, chance)) spent.rows.push(row);
      supported.add(authority, nth, child, placements);
      moderated.add(authority, nth, number, child, readings, placements);
      requested.add(authority, nth, child);
    }
    const unread = [...requested.addUnread(authority, nth), ...returned.add(authority, nth)];
    told.addUnread(authority, nth, unread);
  }
  const [core, ...others] = assessed;
  const tables = [named, core!, placed, spent];
  const support = supported.tables();
  const planted = tables.map((table, i) => plant(table, randomOf(seed, 3, i)));
  return {
    tables: [
      ...tables,
      ...others.filter(({ rows }) => rows.length > 0),
      ...support,
      ...moderated.tables(),
      ...requested.tables(),
      ...returned.tables(),
      ...told.tables(),
    ],
    evaluation: designYaml(authorities),
    settingsEvaluation: settingsDesignYaml(authorities),
    truth: tally.result(
      seed,
      planted.flatMap(({ faults }) => faults),
      planted.flatMap(({ duplicates }) => duplicates),
      moderated.truth(),
      {
        requests: requested.truth(),
        returns: returned.truth(),
        setting_trial: ofSettings.result(supported.enrolledOn),
        costs: costed.truth(),
        sustained: sustained.truth(),
        readiness: ready.truth(),
        access: told.truth(),
      },
    ),
  };
}

interface Life {
  child: Child;
  readings: Reading[];
  placements: Placement[];
}

function live(authority: Authority, number: number, chance: Random, own: Random): Life {
  const child = makeChild(authority, number, chance);
  const firstType = drawSettingType(child, child.firstOn, chance);
  const days = readingDays(child, firstType, chance);
  const placements = placementsOf(authority, child, firstType, days.at(-1)!, chance);
  const read = (day: Day, ratedBy: Reading["ratedBy"]) =>
    makeReading(authority, child, day, ratedBy, chance, own);
  const readings = days.map((day) => read(day, "professional"));
  if (chance.chance(FAMILY_VIEW_SHARE)) {
    const view = read(child.firstOn, "family");
    if (authority.instrument.takesFamilyView) readings.push(view);
  }
  return { child, readings, placements };
}

function refuseTooFew(children: number, authorities: number) {
  if (!Number.isInteger(authorities) || authorities < 2) {
    throw new RangeError(`expected at least 2 authorities, one on each side; got ${authorities}`);
  }
  if (!Number.isInteger(children) || children < authorities) {
    throw new RangeError(`expected at least one child for each authority; got ${children}`);
  }
}
