import type { Instrument } from "../../loaders/contract/instrument.ts";
import { rule } from "../rules.ts";
import { scoresTable } from "../scoring/names.ts";
import type { Warehouse } from "../warehouse.ts";
import { differenceFinding, momentsOf, momentsSql } from "./figures.ts";
import { type Finding, noFigure } from "./threat.ts";

/** Whether children first scored after money began to follow scores differ from those before. */
export async function fundingChange(
  warehouse: Warehouse,
  instrument: Instrument,
): Promise<Finding[]> {
  const days = rule("funding_window_days");
  const rows = await warehouse.rows<{ authority_code: string; changed_on: string | null }>(`
    with firsts as (
      select child_id, arg_min(authority_code, assessed_on) as authority_code,
        min(assessed_on) as first_on, arg_min(total_n, assessed_on) as need
      from ${scoresTable(instrument)} where rated_by = 'professional' and total_n is not null group by child_id
    )
    select authority_code, strftime(changed_on, '%Y-%m-%d') as changed_on,
      ${momentsSql("need", `first_on >= changed_on and first_on < changed_on + ${days}`, "after")},
      ${momentsSql("need", `first_on < changed_on and first_on >= changed_on - ${days}`, "before")}
    from firsts left join (select authority_code, changed_on::date as changed_on from reference_funding_changes) using (authority_code)
    group by authority_code, changed_on order by authority_code, changed_on`);
  return rows.map((row) => {
    const { authority_code, changed_on } = row;
    const key = { authority_code, threat: "funding_change" as const, part: changed_on ?? "none" };
    return changed_on === null
      ? noFigure(key, "points", "no change of funding of this authority is on record")
      : differenceFinding(
          key,
          momentsOf(row, "after"),
          momentsOf(row, "before"),
          (lower) => lower > 0,
        );
  });
}
