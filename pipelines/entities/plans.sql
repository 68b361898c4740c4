-- One row per EHC plan, from SEN2 returns and from extracts of requests.
-- The clock of 20 weeks runs from the request to the plan; a plan transferred in (H) is outside it.
with held as (
  select
    plan_id,
    min(started_on) as started_on,
    arg_max(ceased_on, year) filter (ceased_on is not null) as ceased_on,
    arg_max(cease_code, year) filter (cease_code is not null) as cease_code,
    arg_max(residential, year) filter (residential is not null) as residential,
    arg_max(transferred_from, year) filter (transferred_from is not null) as transferred_from,
    max(last_review_on) as last_review_on,
    max(review_decided_on) as review_decided_on,
    max(review_draft_on) as review_draft_on,
    max(phase_transfer_due_on) as phase_transfer_due_on,
    max(phase_transfer_final_on) as phase_transfer_final_on,
    max(year) filter (is_active) as last_active_year
  from sen2_requests
  where is_named or is_active
  group by plan_id
), issued as (
  select
    *,
    coalesce(case when assessment_outcome = 'Y' then assessment_outcome_on end, started_on) as issued_on
  from held
  join requests on request_id = plan_id
), clocked as (
  select *, case when assessment_outcome = 'Y' then issued_on - requested_on end as days_to_plan
  from issued
)
select
  plan_id,
  child_id,
  authority_code,
  requested_on,
  request_outcome,
  request_outcome_on,
  assessment_outcome,
  assessment_outcome_on,
  issued_on,
  started_on,
  days_to_plan,
  has_exception,
  days_to_plan <= (select value from reference_rules where rule = 'final_plan_days') as is_within_20_weeks,
  ceased_on,
  case cease_code
    when 1 then 'maximum age' when 2 then 'needs met' when 3 then 'higher education'
    when 4 then 'employment' when 5 then 'transferred' when 6 then 'no longer engages'
    when 7 then 'left England' when 8 then 'deceased' when 9 then 'other'
  end as cease_reason,
  residential,
  transferred_from,
  last_review_on,
  review_decided_on,
  review_draft_on,
  phase_transfer_due_on,
  phase_transfer_final_on,
  last_active_year,
  last_return_year
from clocked
union all
select
  request_id, child_id, authority_code, requested_on, request_outcome, request_outcome_on, assessment_outcome,
  assessment_outcome_on, assessment_outcome_on, assessment_outcome_on, assessment_outcome_on - requested_on, has_exception,
  assessment_outcome_on - requested_on <= (select value from reference_rules where rule = 'final_plan_days'),
  ceased_on, replace(case cease_reason when 'left_england' then 'left England' else cease_reason end, '_', ' '),
  null, null, null, null, null, null, null, null, null
from extract_requests
where has_plan and authority_code not in (select authority_code from sen2_requests)
