import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Arms, Evaluation } from "../designs/designs.ts";

/** Records for each authority how many children there were, and how many fell out on the way and why. */
export async function recordFlow(warehouse: Warehouse, design: Evaluation, arms: Arms) {
  await warehouse.run(`
    insert into evaluation_flow
    select ${quote(design.evaluation)}, ${quote(arms.comparison)}, instrument, version, authority_code,
      any_value(sides.side), any_value(sides.starts_on), count(*),
      count(*) filter (follow_up.first_on < sides.starts_on),
      count(*) filter (follow_up.first_on is null),
      count(evaluated.child_id),
      avg(first_need) filter (evaluated.child_id is not null),
      avg(first_need) filter (evaluated.child_id is null)
    from follow_up
    join sides using (authority_code)
    left join evaluated using (child_id, authority_code, instrument, version)
    where follow_up.rated_by = 'professional'
    group by authority_code, instrument, version`);
}
