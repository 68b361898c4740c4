import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { domains, scoresTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { shareFinding } from "./figures.ts";
import type { Finding } from "./threat.ts";

/** Children whose first reading is the least or the most need that can be recorded. */
export async function floorCeiling(
  warehouse: Warehouse,
  instrument: Instrument,
): Promise<Finding[]> {
  const names = domains(instrument);
  const rows = await warehouse.rows<Record<string, string | number>>(`
    with earliest as (
      select child_id, min(assessed_on) as assessed_on
      from ${scoresTable(instrument)} where rated_by = 'professional' group by child_id
    ), firsts as (
      select min(assessment_id) as assessment_id
      from ${scoresTable(instrument)} semi join earliest using (child_id, assessed_on)
      where rated_by = 'professional' group by child_id
    )
    select authority_code, ${names
      .map(
        (name) =>
          `count(${name}_n) as ${name}_count, count(*) filter (${name}_n < 1e-9) as ${name}_least, count(*) filter (${name}_n > 100 - 1e-9) as ${name}_most`,
      )
      .join(", ")}
    from ${scoresTable(instrument)} semi join firsts using (assessment_id) group by authority_code order by authority_code`);
  const limit = rule("most_at_limit_share");
  return rows.flatMap((row) =>
    names.flatMap((name) =>
      (["least", "most"] as const).map((end) =>
        shareFinding(
          {
            authority_code: String(row.authority_code),
            threat: "floor_ceiling",
            part: `${end} need`,
            domain: name,
          },
          Number(row[`${name}_${end}`]),
          Number(row[`${name}_count`]),
          limit,
          "above",
        ),
      ),
    ),
  );
}
