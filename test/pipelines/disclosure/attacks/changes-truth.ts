import { sql } from "../../../../pipelines/warehouse/sql.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { FROM_CHANGES } from "../../measures/shared/changes-by-group.ts";

/** One child's first level and change in one area, with a group it is in; to score attacks with. */
export interface TrueChange extends Record<string, string | number> {
  instrument: string;
  authority_code: string;
  domain: string;
  group_kind: string;
  group_name: string;
  child_id: string;
  first: number;
  change: number;
}

/** Instruments of which every area is one judgement of six levels. */
export const COARSE = ["vsend-core", "norfolk-indes"];

/** Children's true changes in single areas, in levels, once for each group that the child is in. */
export const trueChanges = (warehouse: Warehouse): Promise<TrueChange[]> =>
  warehouse.rows<TrueChange>(sql`
    select instrument, authority_code, domain, group_kind, group_name, child_id,
      round(first_need / 20)::integer as first, round(change / 20)::integer as change
    from (${sql.raw(FROM_CHANGES)}) where domain <> 'total' and instrument in ${COARSE}`);

/** The group of a row, of the truth as of what is published. */
export const groupOf = (row: Record<string, unknown>): string =>
  [row.instrument, row.authority_code, row.domain, row.group_kind, row.group_name].join(", ");
