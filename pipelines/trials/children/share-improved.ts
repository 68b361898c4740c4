import { nearestFive } from "../../disclosure/protect.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { CHILDREN } from "./children-by-side.ts";
import { type Cell, type Moments, momentsOf } from "./moments.ts";

/**
 * The headline's children by whether their total need fell by more than error, in per cent: one limit
 * an instrument, so that the same change counts alike everywhere. Counts are to the nearest five, as
 * they are published; `moved` is the fewer of those who did and those who did not.
 */
export async function improvedOf(warehouse: Warehouse): Promise<Moments> {
  const rows = await warehouse.rows<{
    authority_code: string;
    instrument: string;
    version: string;
    is_trial: boolean;
    n: number;
    improved: number;
    as_of: string;
  }>(`
    select authority_code, instrument, version, any_value(side = 'trial') as is_trial, count(*) as n,
      count(*) filter (total_last - total_first <= -threshold) as improved,
      strftime(max(last_on), '%Y-%m-%d') as as_of
    from ${CHILDREN.headline}
    join reliable_change_limits using (instrument, version)
    where domain = 'total' and threshold is not null and total_last is not null and total_first is not null
    group by authority_code, instrument, version order by authority_code, instrument, version`);
  const cells = rows.map(({ is_trial, improved, n, ...row }): Cell => {
    const shown = Math.min(n, nearestFive(improved));
    return {
      ...row,
      ...{ isTrial: is_trial, n, y: 100 * shown, yy: 100 ** 2 * shown, f: 0, ff: 0, fy: 0 },
      moved: Math.min(improved, n - improved),
    };
  });
  return momentsOf(cells, true);
}
