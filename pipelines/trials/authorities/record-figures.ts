import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { OutcomePanel } from "./outcome-panel.ts";
import type { Place } from "./place.ts";

const list = (values: readonly string[]): string => `[${values.map(quote).join(", ")}]`;

/**
 * The figures that one comparison rests on, as they were published, each with its load. A trial
 * authority's years are after its own start, those of the others after the earliest.
 */
export async function recordFigures(
  warehouse: Warehouse,
  { evaluation, outcome, comparison }: Place,
  { outcome: { indicator }, rows, periods, firstTrial, starts }: OutcomePanel,
): Promise<void> {
  if (rows.length === 0 || periods.length === 0) return;
  const codes = [...new Set(rows.map(({ unit }) => unit))];
  const trial = [...new Set(rows.flatMap(({ treated, unit }) => (treated ? [unit] : [])))];
  const after = (start: number) => list(periods.slice(start));
  const own = [...starts].map(
    ([code, start]) =>
      `when authority_code = ${quote(code)} then list_contains(${after(start)}::varchar[], period)`,
  );
  const isAfter = `case ${own.join(" ")} else list_contains(${after(firstTrial)}::varchar[], period) end`;
  await warehouse.run(`
    insert into evaluation_panels
    select ${quote(evaluation)}, ${quote(outcome)}, ${quote(comparison)}, authority_code,
      list_contains(${list(trial)}::varchar[], authority_code), period, ${own.length ? isAfter : "false"}, value, load_id
    from indicators
    where indicator = ${quote(indicator)} and value is not null
      and list_contains(${list(codes)}, authority_code) and list_contains(${list(periods)}, period)
    order by authority_code, period`);
}
