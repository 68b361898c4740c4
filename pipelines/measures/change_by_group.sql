-- One row per instrument version, authority, group of children and domain: change between two professional readings.
with groups as (
  select
    assessment_id, sex, plan,
    case
      when birth_month is null then null
      when date_diff('month', birth_month, assessed_on) < 5 * 12 then 'Under 5'
      when date_diff('month', birth_month, assessed_on) < 11 * 12 then '5 to 10'
      when date_diff('month', birth_month, assessed_on) < 16 * 12 then '11 to 15'
      else '16 and over'
    end as age
  from assessments
), grouped as (
  select
    instrument, version, authority_code, domain, last_on, first_need, last_need, change,
    coalesce(age, 'Not recorded') as age,
    case sex when 'F' then 'Girls' when 'M' then 'Boys' else 'Not recorded' end as sex,
    case plan when 'ehc_plan' then 'EHC plan' when 'sen_support' then 'SEN support' when 'none' then 'Neither' else 'Not recorded' end as plan
  from changes
  join groups on groups.assessment_id = first_assessment_id
  where rated_by = 'professional' and bridge is null
)
select
  instrument, version, authority_code, domain,
  case when grouping(age) = 0 then 'Age' when grouping(sex) = 0 then 'Sex' when grouping(plan) = 0 then 'Plan' else 'Everyone' end as group_kind,
  case when grouping(age) = 0 then age when grouping(sex) = 0 then sex when grouping(plan) = 0 then plan else 'Everyone' end as group_name,
  count(*) as child_count,
  avg(first_need) as first_mean,
  avg(last_need) as last_mean,
  avg(change) as change_mean,
  stddev_samp(change) as change_sd,
  max(last_on) as as_of
from grouped
group by grouping sets (
  (instrument, version, authority_code, domain),
  (instrument, version, authority_code, domain, age),
  (instrument, version, authority_code, domain, sex),
  (instrument, version, authority_code, domain, plan)
)
