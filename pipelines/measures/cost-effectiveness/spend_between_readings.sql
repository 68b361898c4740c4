-- One row per evaluation with a value design, child compared in it, and financial year: spend between the two readings.
-- A year's spend is taken to be even over the days on which the child was placed in it.
with starts as (
  select * from trial_starts semi join reference_value_designs using (evaluation)
), compared as (
  select evaluation, side, changes.*
  from changes
  join starts using (authority_code)
  semi join trial_children on trial_children.child_id = changes.child_id and trial_children.evaluation = starts.evaluation
  where domain = 'total' and rated_by = 'professional' and first_on >= starts_on
  qualify row_number() over (partition by evaluation, child_id order by first_on, instrument, version) = 1
), years as (
  select authority_code, financial_year, any_value(starts_on) as starts_on, any_value(ends_on) as ends_on
  from spend group by authority_code, financial_year
), placed as (
  select child_id, financial_year,
    sum(least(coalesce(ended_on, ends_on), ends_on) - greatest(spells.started_on, years.starts_on) + 1) as placed_days
  from placement_spells as spells
  join years on years.authority_code = spells.authority_code
    and spells.started_on <= ends_on and coalesce(ended_on, ends_on) >= years.starts_on
  group by child_id, financial_year
), spent as (
  select child_id, financial_year, sum(amount_gbp)::double as gbp from spend group by child_id, financial_year
)
select evaluation, side, child_id, compared.authority_code, instrument, version, first_assessment_id,
  first_on, last_on, change, financial_year,
  least(last_on - 1, ends_on) - greatest(first_on, starts_on) + 1 as day_count,
  gbp * least(1, day_count / coalesce(placed_days, ends_on - starts_on + 1)) as gbp
from compared
left join years on years.authority_code = compared.authority_code and starts_on < last_on and ends_on >= first_on
left join spent using (child_id, financial_year)
left join placed using (child_id, financial_year)
