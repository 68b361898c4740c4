-- One row per child and outcome of its journey: whether its need was high, it or its family was asked, its request refused, its plan late or not reviewed, its place apart from mainstream or away, tried, kept or broken down, a year dear.
-- Kept as a view.
-- Sex, age and kind of need are those of the child's first reading; of a child without one the sex and age of the return.
with read as (
  select child_id, arg_min(primary_need, assessed_on) filter (primary_need is not null) as primary_need
  from assessments where rated_by = 'professional' group by child_id
), scored as (
  select child_id, assessments.authority_code, assessments.instrument, assessments.version, rated_by, assessed_on, need
  from assessments join assessment_scores using (assessment_id)
  where domain = 'total'
), first_scored as (
  select child_id, authority_code, instrument, version, assessed_on, need from scored
  where rated_by = 'professional' and need is not null
  qualify row_number() over (partition by child_id order by assessed_on, instrument, version) = 1
), viewed as (
  select distinct own.child_id, own.authority_code, own.instrument, own.version
  from assessments as own join assessments as others using (child_id, instrument, version)
  where own.rated_by = 'professional' and others.rated_by in ('family', 'young_person')
    and abs(others.assessed_on - own.assessed_on) <= (select value from reference_rules where rule = 'views_days')
), outcomes as (
  select child_id, authority_code, 'high_need' as outcome,
    need >= (select value from reference_rules where rule = 'high_need') as is_so, assessed_on as on_day, year(assessed_on) as year
  from first_scored
  union all
  -- Of instruments that have a place for their view.
  select child_id, first_scored.authority_code, 'asked', viewed.child_id is not null, assessed_on, year(assessed_on)
  from first_scored
  join instruments using (instrument, version)
  left join viewed using (child_id, authority_code, instrument, version)
  where instruments.rated_by <> 'professional'
  union all
  select child_id, authority_code, 'refused', request_outcome = 'N', requested_on, year(requested_on)
  from requests where request_outcome in ('Y', 'N')
  qualify row_number() over (partition by child_id order by requested_on desc) = 1
  union all
  select child_id, authority_code, 'late', not is_within_20_weeks, requested_on, null
  from plans where days_to_plan is not null and not has_exception
  qualify row_number() over (partition by child_id order by requested_on desc) = 1
  union all
  select child_id, authority_code, 'apart', placement_group in ('state_special', 'independent_special', 'alternative_provision', 'elsewhere'),
    make_date(year, 1, 15), null
  from january_placements
  where placement_group not in ('early_years', 'further_education')
  qualify year = max(year) over (partition by authority_code)
  union all
  -- Of places at schools that the register knows.
  select child_id, january_placements.authority_code, 'away', schools.authority_code <> january_placements.authority_code,
    make_date(year, 1, 15), null
  from january_placements join schools on urn = split_part(setting_id, '|', 2)
  where schools.authority_code is not null
  qualify year = max(year) over (partition by january_placements.authority_code)
  union all
  -- On the census day of the last return, of plans that were old enough to have been due a review.
  select child_id, authority_code, 'unreviewed', coalesce(last_review_on, issued_on) < due_since, census_on, null
  from (
    select *, make_date(last_return_year::integer, 1, 15) as census_on,
      census_on - (select sum(value)::integer from reference_rules where rule in ('review_interval_days', 'review_grace_days')) as due_since
    from plans
  )
  where last_active_year = last_return_year and ceased_on is null and issued_on < due_since
  qualify row_number() over (partition by child_id order by issued_on desc, plan_id) = 1
  union all
  select child_id, authority_code, 'dear', support_gbp >= (select value from reference_rules where rule = 'dear_year'),
    make_date(left(financial_year, 4)::integer, 9, 1), null
  from cost_by_child_year
  where is_full_year and placement_group is not null
  qualify financial_year = max(financial_year) over (partition by authority_code)
), followed as (
  -- Of children of whom it is known for so long what became of them, at the setting where they were when it began.
  select stages.child_id, stages.authority_code, outcome,
    if(outcome = 'lasted', days >= asked_days, cause = 1 and days <= asked_days) as is_so,
    from_on as on_day, null as year, as_of as known_on, spells.setting_id
  from reintegration_times as stages
  join (values ('tried', 'tried', 'followed_days'), ('held', 'lasted', 'sustained_days'), ('placed', 'broke_down', 'followed_days'))
    as asked(stage, outcome, rule) using (stage)
  join (select rule, value::integer as asked_days from reference_rules) using (rule)
  join placement_spells as spells
    on spells.child_id = stages.child_id and started_on <= from_on and coalesce(ended_on, date '9999-12-30') >= from_on
  where as_of - from_on >= asked_days
)
select outcomes.child_id, outcomes.authority_code, outcome, is_so, year::varchar as year,
  -- Of a financial year the month in which it ends.
  coalesce(outcomes.known_on, if(outcome = 'dear', on_day + interval 6 month, on_day))::date as known_on,
  -- A locality of none is one of those that are not known, where any is known.
  if(count(locality) over (partition by outcomes.authority_code, outcome) > 0, coalesce(locality, 'Not known'), null) as place,
  -- What a council chose to tell of its children; of a council that told nothing, nothing.
  if(count(ethnicity) over (partition by outcomes.authority_code, outcome) > 0, coalesce(ethnicity, 'Not known'), null) as ethnicity,
  if(count(free_school_meals) over (partition by outcomes.authority_code, outcome) > 0, coalesce(free_school_meals, 'Not known'), null) as meals,
  if(count(care_status) over (partition by outcomes.authority_code, outcome) > 0, coalesce(care_status, 'Not known'), null) as care,
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
from (from outcomes union all by name from followed) as outcomes
left join children using (child_id)
left join read using (child_id)
left join child_settings on child_settings.child_id = outcomes.child_id and child_settings.authority_code = outcomes.authority_code
left join setting_places on setting_places.setting_id = coalesce(outcomes.setting_id, child_settings.setting_id)
left join child_characteristics as told on told.child_id = outcomes.child_id
