-- One row per child and financial year with spend; transport is kept apart.
select
  child_id,
  authority_code,
  financial_year,
  placement_group,
  setting_id,
  coalesce(day_count, 0) as day_count,
  coalesce(day_count, 0) >= (select value from reference_rules where rule = 'full_year_days') as is_full_year,
  coalesce(sum(amount_gbp) filter (category <> 'transport'), 0)::double as support_gbp,
  coalesce(sum(amount_gbp) filter (category = 'transport'), 0)::double as transport_gbp
from spend
left join placement_years using (child_id, authority_code, financial_year)
group by child_id, authority_code, financial_year, placement_group, setting_id, day_count
