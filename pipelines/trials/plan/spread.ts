import { SIDES } from "../../measures/shared/trial-sides.ts";
import type { Result } from "../../statistics/result.ts";
import { type Spread, spreadOf, type UnitMoments } from "../../statistics/two-sided-power.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** What may be named in a trial. */
export const UNITS = ["authorities", "settings"] as const;
export type PlannedUnit = (typeof UNITS)[number];

/**
 * How far units and their children lie apart in their change of total need, from what is loaded.
 * Authorities are alike in instrument, what the sides of a trial differ by apart, as the estimate of
 * the trial has them; settings in authority and instrument.
 */
export async function spreadFrom(warehouse: Warehouse, unit: PlannedUnit): Promise<Result<Spread>> {
  const [id, alike] =
    unit === "authorities" ? ["authority_code", "null"] : ["setting_id", "authority_code"];
  const rows = await warehouse.rows<UnitMoments & Record<string, never>>(`
    select concat_ws(' ', instrument, version, ${alike}) as stratum,
      coalesce(any_value(side) = 'trial', false) as "isTrial", count(*)::integer as n,
      avg(change) as mean, var_samp(change) as variance
    from changes
    join (select assessment_id, setting_id from assessments) as read on assessment_id = first_assessment_id
    left join ${SIDES} as sides using (authority_code)
    where domain = 'total' and rated_by = 'professional' and bridge is null and change is not null and ${id} is not null
    group by instrument, version, authority_code, ${id} having count(*) >= ${rule("fewest_change_pairs")}
    order by all`);
  return spreadOf(rows);
}
