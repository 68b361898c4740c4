-- One row per council and January: pupils identified at each stage of SEN, and those with free school meals.
-- Kept as a view.
with figures as (
  select authority_code, name, period, indicator, value from indicators
  join authorities using (authority_code)
  where ends_on is null and not is_invented and value is not null
)
select authority_code, any_value(name) as authority_name, period,
  max(value) filter (indicator = 'lait_sen_totsensup') as support,
  max(value) filter (indicator = 'lait_sen_totstat') as plan,
  -- Published for each phase and not for both together.
  (max(value) filter (indicator = 'lait_prifsm') + max(value) filter (indicator = 'lait_secfsm')) / 2 as free_meals
from figures
where indicator in ('lait_sen_totsensup', 'lait_sen_totstat', 'lait_prifsm', 'lait_secfsm')
group by authority_code, period
having support is not null and plan is not null and free_meals is not null
