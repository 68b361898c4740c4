import { type TrialWay, trialSet } from "../../disclosure/sums-of-children.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { VALUE_OF_PAIRS } from "./children-of-design.ts";

/** Numbers of readings, which are others when a file is loaded again. */
const NUMBERS = ["first_id", "last_id"];

/**
 * Keeps who is behind a way of asking that is of other children than the headline, of all comparisons
 * of a design together: a row of it waits for its own children.
 *
 * @param view Pairs of the way, one a child.
 */
export async function recordWay(
  warehouse: Warehouse,
  evaluation: string,
  way: TrialWay,
  view: string,
): Promise<void> {
  const name = trialSet(evaluation, way);
  await warehouse.run(sql`
    insert into trial_children
    select ${name}, split_part(authority_code, '|', 1), child_id, ${sql.raw(VALUE_OF_PAIRS)}
    from (select columns(name -> name not in ${NUMBERS}) from ${sql.id(view)}) as pairs
    where child_id not in (select child_id from trial_children where evaluation = ${name})
    group by all`);
}
