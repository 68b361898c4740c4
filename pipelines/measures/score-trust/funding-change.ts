import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { markSql } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { scoresTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { FIRST } from "../shared/statistics.ts";
import { differenceFinding, momentsOf, momentsSql } from "./figures.ts";
import { type Finding, noFigure } from "./threat.ts";

/** Whether children first scored after money began to follow scores differ from those before. */
export async function fundingChange(
  warehouse: Warehouse,
  instrument: Instrument,
): Promise<Finding[]> {
  const scores = scoresTable(instrument);
  const authorities = await warehouse.rows<{ authority_code: string; is_changed: boolean }>(`
    select authority_code, authority_code in (select authority_code from reference_funding_changes) as is_changed
    from (select distinct authority_code from ${scores} where rated_by = 'professional' and total_n is not null)
    order by authority_code`);
  const unchanged = authorities
    .filter(({ is_changed }) => !is_changed)
    .map(({ authority_code }) =>
      noFigure(
        { authority_code, threat: "funding_change" as const, part: "none" },
        "points",
        "no change of funding of this authority is on record",
      ),
    );
  if (unchanged.length === authorities.length) return unchanged;
  const days = rule("funding_window_days");
  const rows = await warehouse.rows<{ authority_code: string; changed_on: string }>(`
    with firsts as (
      select ${markSql()} as mark, arg_min(authority_code, assessed_on) as authority_code,
        min(assessed_on) as first_on, arg_min(total_n, assessed_on) as need
      from ${scores} where rated_by = 'professional' and total_n is not null group by child_id
    )
    select authority_code, strftime(changed_on, '%Y-%m-%d') as changed_on,
      ${momentsSql("need", `first_on >= changed_on and first_on < changed_on + ${days}`, "after")},
      ${momentsSql("need", `first_on < changed_on and first_on >= changed_on - ${days}`, "before")}
    from firsts join (select authority_code, changed_on::date as changed_on from reference_funding_changes) using (authority_code)
    group by authority_code, changed_on order by authority_code, changed_on`);
  const averaged = { statistic: FIRST("total"), noise: readNoise() };
  const changed = rows.map((row) =>
    differenceFinding(
      {
        authority_code: row.authority_code,
        threat: "funding_change",
        part: row.changed_on,
      },
      momentsOf(row, "after"),
      momentsOf(row, "before"),
      "above",
      averaged,
    ),
  );
  return [...unchanged, ...changed].sort((a, b) => (a.authority_code < b.authority_code ? -1 : 1));
}
