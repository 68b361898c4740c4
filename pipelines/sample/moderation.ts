import { intraclassCorrelations } from "../statistics/icc.ts";
import { assessmentRow, makeReading } from "./assessment.ts";
import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { SAMPLE_INSTRUMENTS } from "./instrument.ts";
import { rounded } from "./mean.ts";
import { needIn } from "./need.ts";
import { WINDOW } from "./period.ts";
import { type Placement, placementOn } from "./placement.ts";
import { randomOf } from "./random.ts";
import type { Reading } from "./reading.ts";
import { assessmentTable, type Table } from "./table.ts";

/** How far two people agree on a child's total need with one instrument. */
export interface ModerationTruth {
  instrument: string;
  /** Children a second person scored, whose readings are in the files. */
  children: number;
  /** ICC(2,1) of two readings of every child of the instrument, had all been scored twice. */
  icc: number;
}

/** Share of children whom a moderator scores, and how many days after the first reading at most. */
const SHARE = 0.12;
const MOST_DAYS = 10;

/**
 * Second readings by a moderator, of a few children on the page and of all in the truth. Its chance
 * is a stream of its own, so that no other file of the sample depends on it.
 */
export class ModerationTables {
  private readonly written = SAMPLE_INSTRUMENTS.map((instrument) => ({
    ...assessmentTable(instrument),
    file: instrument.file.replace("assessments", "moderation"),
  }));
  private readonly twice = SAMPLE_INSTRUMENTS.map((): [number, number][] => []);

  constructor(private readonly seed: number) {}

  add(
    authority: Authority,
    nth: number,
    number: number,
    child: Child,
    readings: readonly Reading[],
    placements: readonly Placement[],
  ): void {
    const [first] = readings;
    if (!first) return;
    const chance = randomOf(this.seed, 7, nth, number);
    const which = SAMPLE_INSTRUMENTS.indexOf(authority.instrument);
    const day = Math.min(WINDOW.to, first.day + chance.whole(0, MOST_DAYS));
    const second = makeReading(authority, child, day, "moderator", chance, chance);
    const total = ({ levels }: Reading) => needIn("total", levels, authority.instrument);
    const [one, other] = [total(first), total(second)];
    if (one !== null && other !== null) this.twice[which]!.push([one, other]);
    if (chance.uniform() >= SHARE) return;
    const { setting } = placementOn(placements, day);
    this.written[which]!.rows.push(assessmentRow(authority, child, setting, second));
  }

  tables(): Table[] {
    return this.written.filter(({ rows }) => rows.length > 0);
  }

  truth(): ModerationTruth[] {
    return SAMPLE_INSTRUMENTS.flatMap(({ instrument, version }, i) => {
      const { value } = intraclassCorrelations(this.twice[i]!);
      const icc = value?.find(({ type }) => type === "ICC2")?.icc;
      const children = this.written[i]!.rows.length;
      return icc === undefined
        ? []
        : [{ instrument: `${instrument} ${version}`, children, icc: rounded(icc) }];
    });
  }
}
