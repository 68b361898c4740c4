import type { Levels } from "./area.ts";
import { AREAS, FEWEST_AREAS, isSensory, POINTS_PER_LEVEL } from "./area.ts";
import type { Authority } from "./authority.ts";
import { drawFillings, levelsShown, tick } from "./checklist.ts";
import { type Child, loading } from "./child.ts";
import { type Day, isoDay } from "./day.ts";
import { effectInLevels, exposure } from "./effect.ts";
import { levelsOf, measured, onScale } from "./instrument.ts";
import type { Random } from "./random.ts";
import type { Reading } from "./reading.ts";

const NOISE_SD = 0.5;
/** Share of the passing spell that still shows at the first recorded reading, and how it fades. */
const SPELL_SHARE = 0.78;
const SPELL_DAYS = 60;
const BLANK_SHARE = { sensory: 0.12, other: 0.04 };
const PARTIAL_SHARE = 0.012;

/** What settings can meet, in levels, before it is rounded and cut to the scale. */
export const SETTING_READINESS = { usual: 1.9, generalSd: 0.6, ofNeed: 0.25, ownSd: 0.7 };
const FAMILY_READINESS = { ...SETTING_READINESS, usual: 1.6 };

export function makeReading(
  authority: Authority,
  child: Child,
  day: Day,
  ratedBy: Reading["ratedBy"],
  chance: Random,
  /** For what only some instruments ask, so that nothing else of the sample depends on it. */
  own: Random,
): Reading {
  const { instrument } = authority;
  const days = day - child.firstOn;
  const spell = child.spell * SPELL_SHARE * Math.exp(-days / SPELL_DAYS);
  const drift = driftInLevels(authority, days);
  const effects = effectInLevels(exposure(authority, child.firstOn, day));
  // Families see a little more need than professionals do.
  const view = ratedBy === "family" ? 0.25 : 0;
  const need = child.latent.map(
    (latent, i) => latent + LOADINGS[i]! * (spell + drift + view) + NOISE_SD * chance.normal(),
  );
  const blanks = drawBlanks(chance);
  const readiness = ({ usual, generalSd, ofNeed, ownSd }: typeof SETTING_READINESS): Levels => {
    const general = usual + generalSd * chance.normal();
    return blanks.map((isBlank, i) => {
      const level = () => general + ofNeed * onScale(need[i]!) + ownSd * chance.normal();
      return isBlank ? null : onScale(level());
    });
  };
  const seen = levelsOf(measured(instrument, (i) => need[i]! + effects[i]!, blanks));
  const unseen = levelsOf(measured(instrument, (i) => need[i]!, blanks));
  const reading = {
    day,
    instrument,
    ratedBy,
    settingReadiness: readiness(SETTING_READINESS),
    familyReadiness: readiness(FAMILY_READINESS),
  };
  if (!instrument.isChecklist) return { ...reading, levels: seen, withoutTrial: unseen };
  const fillings = drawFillings(instrument.areas.length, own);
  const ticks = tick(seen, fillings);
  const withoutTrial = levelsShown(tick(unseen, fillings));
  return { ...reading, levels: levelsShown(ticks), withoutTrial, ticks };
}

const LOADINGS = AREAS.map(loading);

/** The drift of total need is spread over the areas it can show in. */
const DRIFTING = LOADINGS.reduce((sum, load) => sum + load, 0) / LOADINGS.length;

const driftInLevels = ({ drift }: Authority, days: number): number =>
  ((drift / POINTS_PER_LEVEL) * Math.min(1, days / 365)) / DRIFTING;

function drawBlanks(chance: Random): boolean[] {
  if (chance.chance(PARTIAL_SHARE)) {
    const answered = chance.whole(2, FEWEST_AREAS - 1);
    return AREAS.map((_, i) => i >= answered);
  }
  return AREAS.map((area) =>
    chance.chance(isSensory(area) ? BLANK_SHARE.sensory : BLANK_SHARE.other),
  );
}

export function assessmentRow(
  { code }: Authority,
  { id, bornOn, sex, plan, primaryNeed }: Child,
  setting: string,
  reading: Reading,
): string {
  const { instrument, version } = reading.instrument;
  const cells: (string | number | null | undefined)[] = [
    code,
    id,
    isoDay(bornOn),
    sex,
    setting,
    plan,
    primaryNeed,
    isoDay(reading.day),
    instrument,
    version,
    reading.ratedBy,
    ...reading.instrument.cells(reading),
  ];
  return cells.join(",");
}
