-- One row per request for an EHC needs assessment, from SEN2 returns and from extracts.
-- Later returns call what was decided before them historical (H), so an earlier decision stands.
-- An authority's return counts; of its extract only requests of authorities without one.
select
  plan_id as request_id,
  child_id,
  authority_code,
  requested_on,
  max(request_source) as request_source,
  coalesce(arg_max(request_outcome, year) filter (request_outcome <> 'H'), max(request_outcome)) as request_outcome,
  coalesce(
    arg_max(request_outcome_on, year) filter (request_outcome <> 'H' and request_outcome_on is not null),
    max(request_outcome_on)
  ) as request_outcome_on,
  coalesce(arg_max(assessment_outcome, year) filter (assessment_outcome <> 'H'), max(assessment_outcome)) as assessment_outcome,
  coalesce(
    arg_max(assessment_outcome_on, year) filter (assessment_outcome <> 'H' and assessment_outcome_on is not null),
    max(assessment_outcome_on)
  ) as assessment_outcome_on,
  coalesce(bool_or(has_exception), false) as has_exception,
  bool_or(is_named or is_active) as has_plan,
  max(year) as last_return_year
from sen2_requests
group by plan_id, child_id, authority_code, requested_on
union all
select
  request_id, child_id, authority_code, requested_on, request_source, request_outcome, request_outcome_on,
  assessment_outcome, assessment_outcome_on, has_exception, has_plan, null
from extract_requests
where authority_code not in (select authority_code from sen2_requests)
