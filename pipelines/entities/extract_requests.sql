-- One row per request for an EHC needs assessment in an authority's own extract, in the codes of SEN2.
-- Kept as a view.
select
  md5(concat_ws('|', 'extract', authority_code, child_id, requested_on))::uuid as request_id,
  child_id,
  authority_code,
  requested_on,
  case request_source
    when 'family' then '1' when 'education' then '2' when 'health' then '3' when 'social_care' then '4' when 'other' then '5'
  end as request_source,
  case decision when 'assess' then 'Y' when 'refuse' then 'N' when 'withdrawn' then 'W' else 'A' end as request_outcome,
  decided_on as request_outcome_on,
  case when decision = 'assess' then
    case plan_decision when 'issue' then 'Y' when 'not_issue' then 'N' else 'A' end
  end as assessment_outcome,
  plan_decided_on as assessment_outcome_on,
  coalesce(exception = 'yes', false) as has_exception,
  coalesce(plan_decision = 'issue', false) as has_plan,
  ceased_on,
  cease_reason,
  load_id
from loaded_requests
