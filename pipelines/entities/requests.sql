-- One row per request for an EHC needs assessment.
-- Later returns call what was decided before them historical (H), so an earlier decision stands.
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
