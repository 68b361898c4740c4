import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** A larger share of refused rows than is usual, taken for one call, and who answers for it. */
export interface RaisedLimit {
  /** Share of a file's rows, 0 to 1. */
  most: number;
  by: string;
  reason: string;
}

/** Makes `raised_limits`: one row per load that was taken with more refused rows than is usual. */
export const createRaisedLimits = (warehouse: Warehouse): Promise<void> =>
  warehouse.run(`
    create table if not exists raised_limits (
      load_id integer not null, most_refused_share double not null, signed_by varchar not null,
      reason varchar not null, raised_at timestamp not null)`);

/** Signs for those of the loads that would have been refused without it. */
export const signRaisedLimits = (
  warehouse: Warehouse,
  { most, by, reason }: RaisedLimit,
  loadIds: readonly number[],
): Promise<void> =>
  warehouse.run(sql`
    insert into raised_limits
    select load_id, ${most}, ${by}, ${reason}, now()::timestamp from loads
    where load_id in ${loadIds} and rows_rejected > ${rule("most_refused_share")} * rows_read`);
