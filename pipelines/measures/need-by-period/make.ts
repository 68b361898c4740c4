import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { fewestNoisy, markSql, marksSql, type Noise, noiseOfMean } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { xmr } from "../../statistics/spc-xmr.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { CHANGE, FIRST } from "../shared/statistics.ts";

/** What is followed over time, and which way of it is better. */
export const MEASURES = { "first need": "neutral", change: "decrease" } as const;

export type Measure = keyof typeof MEASURES;

const STATISTICS: Record<Measure, string> = {
  "first need": FIRST("total"),
  change: CHANGE("total"),
};

/** What one row of `need_by_period` is. */
export const NEED_BY_PERIOD_GRAIN =
  "-- One row per instrument version, authority, measure and month or quarter, with the limits of its chart.";

/** One month of one authority: how many children, and the sum of what is followed. */
export interface MonthOf {
  /** Its first day. */
  month: string;
  n: number;
  sum: number;
  /** Of the children and their values; see `marksSql`. */
  marks: string;
}

/** Fills `need_by_period`. */
export async function makeNeedByPeriod(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table need_by_period (
      instrument varchar, version varchar, authority_code varchar, measure varchar,
      period_kind varchar, period date, child_count bigint, value double,
      mean double, lower double, upper double, cause varchar, variation varchar,
      is_trial boolean, reason varchar, as_of date)`);
  const noise = readNoise();
  for (const instrument of instruments) {
    for (const measure of Object.keys(MEASURES) as Measure[]) {
      const months = await warehouse.rows<
        MonthOf & { authority_code: string; as_of: string } & Record<string, never>
      >(monthsSql(instrument, measure));
      for (const [authority_code, own] of group(months, (row) => row.authority_code)) {
        await insertRows(
          warehouse,
          "need_by_period",
          needByPeriod(own, measure, noise).map((row) => ({
            instrument: instrument.instrument,
            version: instrument.version,
            authority_code,
            measure,
            ...row,
            as_of: own[0]!.as_of,
          })),
        );
      }
    }
  }
}

/** First readings by their month, or changes by the month of the last reading. */
function monthsSql(instrument: Instrument, measure: Measure): string {
  const children =
    measure === "change"
      ? `select child_id, authority_code, last_on as on_day, total_last - total_first as value
         from ${pairsTable(instrument)} where rated_by = 'professional'`
      : `select child_id, arg_min(authority_code, assessed_on) as authority_code, min(assessed_on) as on_day, arg_min(total_n, assessed_on) as value
         from ${scoresTable(instrument)} where rated_by = 'professional' and total_n is not null group by child_id`;
  return `
    select authority_code, strftime(date_trunc('month', on_day), '%Y-%m-%d') as month, count(*) as n, sum(value) as sum,
      ${marksSql(markSql(), "value")}::varchar as marks,
      strftime(max(max(on_day)) over (partition by authority_code), '%Y-%m-%d') as as_of
    from (${children}) group by authority_code, month order by authority_code, month`;
}

/**
 * A measure by month, or by quarter where months have too few children, with the limits and signals
 * of an XmR chart. A period with fewer children than a mean needs has no value, and breaks runs. The
 * chart is of means with noise.
 */
export function needByPeriod(months: readonly MonthOf[], measure: Measure, noise: Noise) {
  const fewest = fewestNoisy();
  const monthly = everyPeriod(months, 1);
  const children = (some: readonly { n: number }[]) => some.reduce((sum, { n }) => sum + n, 0);
  const isMonthly =
    children(monthly.filter(({ n }) => n >= fewest)) >=
    rule("fewest_monthly_share") * children(monthly);
  const periods = isMonthly ? monthly : everyPeriod(months, 3);
  const meanOf = ({ n, sum, marks }: (typeof periods)[number]): number | null =>
    n === 0 ? null : sum / n + noiseOfMean(noise, STATISTICS[measure], { n, marks: String(marks) });
  const { value: charted, reason } = xmr(
    periods.map((one) => ({ date: one.period, value: one.n < fewest ? null : meanOf(one) })),
    { direction: MEASURES[measure] },
  );
  const limits = charted?.segments.at(-1);
  return periods.map((one, i) => {
    const { period, n } = one;
    const point = charted?.points[i];
    return {
      period_kind: isMonthly ? "month" : "quarter",
      period,
      child_count: n,
      value: meanOf(one),
      mean: limits?.mean ?? null,
      lower: limits?.lower ?? null,
      upper: limits?.upper ?? null,
      cause: point?.signal?.cause ?? null,
      variation: point?.signal ? point.variation : null,
      is_trial: limits?.isTrial ?? null,
      reason: reason === "below_minimum_size" ? "too_few_periods" : reason,
    };
  });
}

/** Every period of so many months from the first to the last, those without children among them. */
function everyPeriod(months: readonly MonthOf[], length: 1 | 3) {
  const indexOf = (month: string) =>
    Math.floor((Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1) / length);
  const indices = months.map(({ month }) => indexOf(month));
  const [first, last] = [Math.min(...indices), Math.max(...indices)];
  const periods = Array.from({ length: last - first + 1 }, (_, i) => {
    const start = (first + i) * length;
    const period = `${Math.floor(start / 12)}-${String((start % 12) + 1).padStart(2, "0")}-01`;
    return { period, n: 0, sum: 0, marks: 0n };
  });
  months.forEach(({ n, sum, marks }, i) => {
    const own = periods[indices[i]! - first]!;
    own.n += n;
    own.sum += sum;
    own.marks += BigInt(marks);
  });
  return periods;
}
