import { assessments } from "../../loaders/assessments.ts";
import type { Area, Instrument } from "../../loaders/contract/instrument.ts";
import { assessmentTable } from "../../loaders/contract/instrument.ts";
import { type Item, itemsOf } from "../../loaders/contract/instrument-items.ts";
import { scoresTable } from "../instruments/scoring/names.ts";
import { assessmentScoresSql, scoreSql } from "../instruments/scoring/score-sql.ts";
import { createTables } from "../load/commit/load-file.ts";
import { identifierSql, quote } from "../warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";

/** One score of the made-up child, as `assessment_scores` has it. */
export interface ExampleScore {
  domain: string;
  raw: number | null;
  need: number | null;
  is_complete: boolean;
  band: string | null;
  tier: string | null;
  peak: number | null;
  peak_domain: string | null;
  complexity: number | null;
}

/** What is written of a child: the answer to each item, by column. */
export type Answers = Readonly<Record<string, number | null>>;

export interface WorkedExample {
  answers: Answers;
  /** Every item answered. */
  whole: ExampleScore[];
  /** The first area left blank. */
  oneMissing: ExampleScore[];
  /** One area fewer answered than a total needs. */
  tooFew: ExampleScore[];
  /** The highest answer to every item, turned or not, and the lowest. */
  highest: ExampleScore[];
  lowest: ExampleScore[];
}

const SHARES = [0.4, 0.8, 0.6, 1, 0.2, 0, 0.5, 0.3];

/** Answers of an invented child who differs from area to area. */
function inventedAnswers(instrument: Instrument): Record<string, number | null> {
  const answers: Record<string, number | null> = {};
  for (const [nth, area] of instrument.areas.entries()) {
    const items = itemsOf(instrument, area);
    const share = SHARES[nth % SHARES.length]!;
    for (const [i, { column, min, max, scale }] of items.entries()) {
      const isTick = max - min === 1;
      const wanted = isTick
        ? Number((i + 0.5) / items.length < share) + min
        : min + share * (max - min);
      const levels = scale.map(({ level }) => level);
      answers[column] = levels.reduce((best, level) =>
        Math.abs(level - wanted) < Math.abs(best - wanted) ? level : best,
      );
    }
  }
  return answers;
}

/** Scores an invented child with the very SQL that will score real ones, in a warehouse in memory. */
export async function workedExample(instrument: Instrument): Promise<WorkedExample> {
  const answers = inventedAnswers(instrument);
  const { areas, completeness } = instrument;
  const without = (gone: readonly Area[]): Answers => {
    const blank = gone.flatMap((area) => itemsOf(instrument, area).map(({ column }) => column));
    return { ...answers, ...Object.fromEntries(blank.map((column) => [column, null])) };
  };
  const all = (of: (item: Item) => number): Answers =>
    Object.fromEntries(
      areas.flatMap((area) => itemsOf(instrument, area).map((item) => [item.column, of(item)])),
    );
  const children = {
    whole: answers,
    oneMissing: without(areas.slice(0, 1)),
    tooFew: without(areas.slice(completeness.fewest_areas - 1)),
    highest: all(({ max }) => max),
    lowest: all(({ min }) => min),
  };
  const warehouse = await openWarehouse(":memory:");
  try {
    await fill(warehouse, instrument, Object.values(children));
    const scored = (n: number) =>
      warehouse.rows<ExampleScore & Record<string, never>>(`
        select domain, raw, need, is_complete, band, tier, peak, peak_domain, complexity
        from (${assessmentScoresSql([instrument])}) where assessment_id % 4294967296 = ${n}`);
    const scores: ExampleScore[][] = [];
    for (const n of Object.keys(children).keys()) scores.push(await scored(n));
    const [whole, oneMissing, tooFew, highest, lowest] = scores;
    return {
      answers,
      whole: whole!,
      oneMissing: oneMissing!,
      tooFew: tooFew!,
      highest: highest!,
      lowest: lowest!,
    };
  } finally {
    warehouse.close();
  }
}

async function fill(warehouse: Warehouse, instrument: Instrument, children: readonly Answers[]) {
  await createTables(warehouse, [assessments(instrument)]);
  for (const [n, answers] of children.entries()) {
    const cells = Object.entries(answers).map(
      ([column, answer]) => `${answer} as ${identifierSql(column)}`,
    );
    await warehouse.run(`
      insert into ${assessmentTable(instrument)} by name
      select 1 as load_id, ${n} as source_row, 'X10000001' as authority_code, uuid() as child_id,
        date '2025-01-31' as assessed_on, ${quote(instrument.instrument)} as instrument,
        ${quote(instrument.version)} as version, ${quote(instrument.rated_by[0]!)} as rated_by, ${cells.join(", ")}`);
  }
  await warehouse.run(`create table ${scoresTable(instrument)} as ${scoreSql(instrument)}`);
}
