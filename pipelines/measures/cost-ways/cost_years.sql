-- One row per child and financial year placed or paid for, of authorities whose spend of that year is loaded.
with given as (
  select distinct authority_code, financial_year, starts_on, ends_on from spend
), paid as (
  select child_id, authority_code, financial_year,
    coalesce(sum(amount_gbp) filter (category <> 'transport'), 0)::double as support_gbp
  from spend group by child_id, authority_code, financial_year
), placed as (
  select child_id, authority_code, financial_year, placement_group, setting_id,
    day_count >= (select value from reference_rules where rule = 'full_year_days') as is_full_year
  from placement_years semi join given using (authority_code, financial_year)
), residential as (
  select child_id, authority_code, financial_year,
    sum(least(coalesce(ended_on, ends_on), ends_on) - greatest(placement_spells.started_on, starts_on) + 1)
      > (any_value(ends_on) - any_value(starts_on)) / 2 as is_residential
  from placement_spells join given using (authority_code)
  where setting_type in ('residential_38_51', 'residential_52')
    and placement_spells.started_on <= ends_on and coalesce(ended_on, ends_on) >= starts_on
  group by child_id, authority_code, financial_year
)
select child_id, authority_code, financial_year, placement_group, setting_id,
  placed.child_id is not null as is_placed,
  coalesce(is_full_year, false) as is_full_year,
  paid.child_id is not null as has_spend,
  coalesce(is_residential, false) as is_residential,
  coalesce(support_gbp, 0) as support_gbp
from placed
full join paid using (child_id, authority_code, financial_year)
left join residential using (child_id, authority_code, financial_year)
