import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Arms, Evaluation } from "../designs/designs.ts";
import { CHILDREN } from "./children-by-side.ts";

/**
 * Records for each authority and instrument how many children there were, and how many are left at each
 * step to the estimate: due, when their first reading lies long enough before the authority's last for
 * a second to count; seen again, with any second reading. A step is within the one before.
 */
export async function recordFlow(warehouse: Warehouse, design: Evaluation, arms: Arms) {
  const counts =
    design.population === "read_since_start"
      ? "(paired.child_id is not null or everyone.earliest_on >= sides.starts_on)"
      : "everyone.earliest_on >= sides.starts_on";
  await warehouse.run(`
    insert into evaluation_flow
    with everyone as (
      select child_id, authority_code, instrument, version, first_on, first_need, status, reading_count,
        min(first_on) over (partition by child_id) as earliest_on
      from follow_up where rated_by = 'professional'
    ), steps as (
      select everyone.*, sides.side, sides.starts_on, paired.child_id is not null as is_paired,
        compared.child_id is not null as is_compared,
        everyone.first_on is not null and coalesce(${counts}, false) as is_counted,
        is_counted and (is_paired or status <> 'too recent') as is_due,
        is_due and (is_paired or reading_count > 1) as is_seen
      from everyone
      join sides using (authority_code)
      left join ${CHILDREN.allInstruments} as paired using (child_id, authority_code, instrument, version)
      left join ${CHILDREN.headline} as compared using (child_id, authority_code, instrument, version)
    )
    select ${quote(design.evaluation)}, ${quote(arms.comparison)}, instrument, version, authority_code,
      any_value(side), any_value(starts_on), count(*),
      count(*) filter (first_on is not null and not is_counted), count(*) filter (first_on is null),
      count(*) filter (is_counted), count(*) filter (is_due), count(*) filter (is_seen),
      count(*) filter (is_paired), count(*) filter (is_compared),
      avg(first_need) filter (is_paired), avg(first_need) filter (not is_paired)
    from steps
    group by authority_code, instrument, version`);
}
