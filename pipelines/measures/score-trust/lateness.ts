import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { scoresTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { shareFinding } from "./figures.ts";
import type { Finding } from "./threat.ts";

/**
 * Readings that came later than a year and the grace after the child's last one, and children whose
 * latest reading is longer ago than that on the day of the authority's latest reading. The second
 * counts children who have left too, because extracts do not say who has.
 */
export async function lateness(warehouse: Warehouse, instrument: Instrument): Promise<Finding[]> {
  const due = rule("review_interval_days") + rule("review_grace_days");
  const rows = await warehouse.rows<{
    authority_code: string;
    again: number;
    late: number;
    children: number;
    overdue: number;
  }>(`
    with latest as (
      select authority_code, max(assessed_on) as as_of
      from ${scoresTable(instrument)} where rated_by = 'professional' group by authority_code
    ), readings as (
      select child_id, authority_code, assessed_on, as_of,
        assessed_on - lag(assessed_on) over child as gap,
        lead(assessed_on) over child is null as is_last
      from ${scoresTable(instrument)} join latest using (authority_code) where rated_by = 'professional'
      window child as (partition by child_id order by assessed_on)
    )
    select authority_code, count(gap) filter (gap > 0) as again, count(*) filter (gap > ${due}) as late,
      count(*) filter (is_last) as children, count(*) filter (is_last and as_of - assessed_on > ${due}) as overdue
    from readings group by authority_code order by authority_code`);
  const most = rule("most_late_share");
  return rows.flatMap(({ authority_code, again, late, children, overdue }) => {
    const key = (part: string) => ({ authority_code, threat: "lateness" as const, part });
    return [
      shareFinding(key("readings that came late"), late, again, most, "above"),
      shareFinding(key("children overdue for a reading"), overdue, children, most, "above"),
    ];
  });
}
