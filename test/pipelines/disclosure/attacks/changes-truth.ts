import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

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

/** Children's true changes in single areas, in levels, by group. */
export const trueChanges = (warehouse: Warehouse): Promise<TrueChange[]> =>
  warehouse.rows<TrueChange>(`
    with children as (
      select changes.instrument, changes.authority_code, domain, changes.child_id,
        round(first_need / 20)::integer as first, round(change / 20)::integer as change, sex, plan, ladder.title as placement
      from changes join assessments on assessment_id = first_assessment_id
      left join settings on settings.setting_id = assessments.setting_id
      left join reference_setting_ladder as ladder using (setting_type)
      where changes.rated_by = 'professional' and bridge is null and domain <> 'total'
        and changes.instrument in ('vsend-core', 'norfolk-indes')
    )
    select instrument, authority_code, domain, child_id, first, change,
      unnest(['Everyone', 'Sex', 'Plan', 'Placement']) as group_kind,
      unnest(['Everyone',
        case sex when 'F' then 'Girls' when 'M' then 'Boys' else 'Not recorded' end,
        case plan when 'ehc_plan' then 'EHC plan' when 'sen_support' then 'SEN support' when 'none' then 'Neither' else 'Not recorded' end,
        coalesce(placement, 'No setting')]) as group_name
    from children`);

/** The group of a row, of the truth as of what is published. */
export const groupOf = (row: Record<string, unknown>): string =>
  [row.instrument, row.authority_code, row.domain, row.group_kind, row.group_name].join(", ");
