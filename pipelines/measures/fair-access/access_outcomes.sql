-- One row per child and outcome of its journey: whether its request was refused, its plan late, its place apart from mainstream.
-- Kept as a view.
-- Sex, age and kind of need are those of the child's first reading; of a child without one the sex and age of the return.
with read as (
  select child_id, arg_min(primary_need, assessed_on) filter (primary_need is not null) as primary_need
  from assessments where rated_by = 'professional' group by child_id
), outcomes as (
  select child_id, authority_code, 'refused' as outcome, request_outcome = 'N' as is_so, requested_on as on_day
  from requests where request_outcome in ('Y', 'N')
  qualify row_number() over (partition by child_id order by requested_on desc) = 1
  union all
  select child_id, authority_code, 'late', not is_within_20_weeks, requested_on
  from plans where days_to_plan is not null and not has_exception
  qualify row_number() over (partition by child_id order by requested_on desc) = 1
  union all
  select child_id, authority_code, 'apart', placement_group in ('state_special', 'independent_special', 'alternative_provision', 'elsewhere'),
    make_date(year, 1, 15)
  from january_placements
  where placement_group not in ('early_years', 'further_education')
  qualify year = max(year) over (partition by authority_code)
)
select outcomes.child_id, outcomes.authority_code, outcome, is_so,
  case sex when 'F' then 'Girls' when 'M' then 'Boys' else 'Not known' end as sex,
  case
    when birth_month is null then 'Not known'
    when date_diff('month', birth_month, on_day) < 60 then 'Under 5'
    when date_diff('month', birth_month, on_day) < 132 then '5 to 10'
    when date_diff('month', birth_month, on_day) < 192 then '11 to 15'
    else '16 and over'
  end as age,
  case
    when primary_need in ('SLCN', 'ASD') then 'Communication and interaction'
    when primary_need in ('MLD', 'SLD', 'PMLD', 'SPLD', 'DS') then 'Cognition and learning'
    when primary_need = 'SEMH' then 'Social, emotional, mental health'
    when primary_need in ('HI', 'VI', 'MSI', 'PD') then 'Sensory and physical'
    when primary_need is null then 'Not known'
    else 'Other'
  end as need
from outcomes
left join children using (child_id)
left join read using (child_id)
