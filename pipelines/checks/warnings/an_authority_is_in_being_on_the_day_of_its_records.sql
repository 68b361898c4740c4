-- One row per source and authority with records of days after its code had ended, with the codes that followed.
with days as (
  select 'assessments' as source, authority_code, assessed_on as on_date from assessments
  union all select 'placements', authority_code, started_on from placements where source = 'extract'
  union all select 'support', authority_code, started_on from support
  union all select 'enrolments', authority_code, enrolled_on from trial_enrolments
  -- The first day of the year: a code that ended within it was in being for a part.
  union all select 'spend', authority_code, starts_on from spend
)
select source, authority_code, authority_name, count(*) as record_count, min(on_date) as first_on, max(on_date) as last_on,
  reference_authorities.starts_on as code_from, reference_authorities.ends_on as code_to,
  (select string_agg(distinct successor_code, ', ') from reference_authority_changes where predecessor_code = days.authority_code) as followed_by
from days
join reference_authorities using (authority_code)
where on_date > reference_authorities.ends_on
group by all
