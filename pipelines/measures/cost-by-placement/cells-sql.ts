import { rule } from "../../warehouse/rules.ts";
import { type Sql, sql } from "../../warehouse/sql.ts";

/** One kind of cost (support or transport) of one authority (or all), year and group of placement. */
export interface CostCell extends Record<string, string | number | boolean | null> {
  authority_code: string;
  financial_year: string;
  placement_group: string;
  cost: string;
  child_count: number;
  /** Children for whom something was paid; the others cost nothing and tell nothing. */
  contributor_count: number;
  /** Whether those of whom the setting is known are all of one. */
  is_one_setting: boolean;
  /** Largest share of the pounds that is one child's. */
  largest_share: number | null;
  /** What all but the two dearest children came to, as a share of the dearest. */
  rest_share: number | null;
  median_gbp: number;
  /** Children whose cost was set to the next one, at each end. */
  pulled_count: number;
  /** Over all children, with the costs at both ends set to the next ones; the same of the deviation. */
  mean_gbp: number;
  sd_gbp: number | null;
}

/**
 * A row per cell. Of the children for whom something was paid, so many of the dearest and of the
 * cheapest are set to the cost of the next one; children who cost nothing stay at nothing.
 */
export function costCellsSql(): Sql {
  return sql`
    with full_years as (
      select authority_code, financial_year, placement_group, setting_id, support_gbp, transport_gbp
      from cost_by_child_year semi join authorities using (authority_code)
      where is_full_year and placement_group is not null
    ),
    costs as (
      select unnest([authority_code, 'all']) as authority_code, financial_year, placement_group, setting_id, 'support' as cost, support_gbp as gbp from full_years
      union all
      select unnest([authority_code, 'all']), financial_year, placement_group, setting_id, 'transport', transport_gbp from full_years
    ),
    ranked as (
      select *,
        row_number() over (partition by authority_code, financial_year, placement_group, cost, gbp = 0 order by gbp) as from_cheapest,
        row_number() over (partition by authority_code, financial_year, placement_group, cost, gbp = 0 order by gbp desc) as from_dearest,
        greatest(
          ${rule("fewest_winsorised")},
          ceil(${rule("winsorised_share")} * count(*) filter (gbp <> 0) over (partition by authority_code, financial_year, placement_group, cost))
        ) as pulled_count
      from costs
    ),
    ends as (
      select authority_code, financial_year, placement_group, cost,
        min(gbp) filter (gbp <> 0 and from_cheapest > pulled_count) as cheapest,
        max(gbp) filter (gbp <> 0 and from_dearest > pulled_count) as dearest
      from ranked group by all
    )
    select authority_code, financial_year, placement_group, cost,
      count(*) as child_count,
      count(*) filter (gbp <> 0) as contributor_count,
      count(distinct setting_id) = 1 as is_one_setting,
      max(abs(gbp)) / nullif(sum(abs(gbp)), 0) as largest_share,
      (sum(abs(gbp)) - list_sum(max(abs(gbp), 2))) / nullif(max(abs(gbp)), 0) as rest_share,
      median(gbp) as median_gbp,
      any_value(pulled_count) as pulled_count,
      avg(if(gbp = 0, 0, greatest(cheapest, least(dearest, gbp)))) as mean_gbp,
      stddev_samp(if(gbp = 0, 0, greatest(cheapest, least(dearest, gbp)))) as sd_gbp
    from ranked join ends using (authority_code, financial_year, placement_group, cost)
    group by all order by authority_code, financial_year, placement_group, cost`;
}
