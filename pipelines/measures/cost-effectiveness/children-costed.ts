import { markSql } from "../../disclosure/noise.ts";
import { realTerms } from "../../statistics/real-terms.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** How the cost of an evaluation is counted, as it was fixed beforehand. */
export interface ValueDesign {
  evaluation: string;
  perspective: string;
  horizon: string;
  price_year: string;
  price_index: string;
}

/** What is taken of a child without spend: it is left out, costs nothing, or as the others of its authority. */
export const MISSING = ["left out", "nothing", "as others"] as const;

export type Missing = (typeof MISSING)[number];

/** Years of spend in the prices of one of them, or why they cannot be. */
export async function pricesOf(
  warehouse: Warehouse,
  { price_index, price_year }: ValueDesign,
): Promise<Map<string, number>> {
  const rows = await warehouse.rows<{ financial_year: string; value: number }>(
    `select financial_year, value from reference_price_index where price_index = ${quote(price_index)}`,
  );
  const index = new Map(rows.map((row) => [row.financial_year, row.value]));
  return new Map(
    rows.flatMap(({ financial_year }) => {
      const factor = realTerms(1, financial_year, price_year, index);
      return factor === null ? [] : [[financial_year, factor]];
    }),
  );
}

/** The levels by which pounds are put into one year's prices, and where they are from, in words; null where there are none. */
export async function indexInWords(
  warehouse: Warehouse,
  { price_index }: ValueDesign,
): Promise<string | null> {
  const { words } = await warehouse.one<{ words: string | null }>(`
    select string_agg(financial_year || ' ' || value::double, ', ' order by financial_year) || '; '
      || string_agg(distinct source, '; ' order by source) as words
    from reference_price_index where price_index = ${quote(price_index)}`);
  return words;
}

/**
 * SQL: a row per child compared, with the cost of a year between its readings in thousands of pounds
 * of the price year; null where too little of that time is in years with spend, or none was paid.
 */
export function costedSql(
  { evaluation }: ValueDesign,
  prices: ReadonlyMap<string, number>,
  missing: Missing,
): string {
  const factor = `case financial_year ${[...prices].map(([year, by]) => `when ${quote(year)} then ${by}`).join(" ")} end`;
  const instead = {
    "left out": "known",
    nothing: "coalesce(known, 0)",
    "as others":
      "coalesce(known, avg(known) over (partition by authority_code, instrument, version))",
  }[missing];
  return `
    select *, ${instead} as cost_thousand, 0 as f, cost_thousand as y
    from (
      select child_id, ${markSql()} as mark, authority_code, instrument, version, any_value(side) = 'trial' as is_trial,
        any_value(first_assessment_id) as first_assessment_id, any_value(last_on) as last_on, -any_value(change) as effect,
        case when coalesce(sum(day_count) filter (gbp is not null and ${factor} is not null), 0) >= ${rule("least_costed_share")} * (any_value(last_on) - any_value(first_on))
          then sum(gbp * ${factor}) / sum(day_count) filter (gbp is not null and ${factor} is not null) * ${rule("days_a_year")} / 1000 end as known
      from spend_between_readings
      where evaluation = ${quote(evaluation)}
      group by child_id, authority_code, instrument, version
      -- Children are compared with children read with the same instrument, as their needs are.
      qualify min(is_trial) over (partition by instrument, version) <> max(is_trial) over (partition by instrument, version)
    )`;
}
