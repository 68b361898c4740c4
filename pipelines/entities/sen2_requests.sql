-- One row per request and SEN2 return, with the plan that came of it.
with given as (
  select
    children.child_id, requests.*,
    row_number() over (
      partition by authority_code, year, children.child_id, receiveddate order by requests.load_id, source_row
    ) as nth
  from loaded_sen2_requests as requests
  join sen2_children as children using (authority_code, year)
  where children.record_id = persontableid
), assessed as (
  -- A request may be assessed again; the one that led to a plan counts, else the last.
  select distinct on (authority_code, year, requeststableid) *
  from loaded_sen2_assessment
  order by authority_code, year, requeststableid,
    assessmentoutcome is distinct from 'Y', assessmentoutcomedate desc nulls last, source_row desc
), named as (
  select
    authority_code, year, requeststableid,
    min(startdate) as started_on,
    arg_max(ceasedate, (coalesce(startdate, date '1900-01-01'), namedplan.source_row)) as ceased_on,
    arg_max(ceasereason, (coalesce(startdate, date '1900-01-01'), namedplan.source_row)) as cease_code,
    max(planres) as residential
  from loaded_sen2_namedplan as namedplan
  join loaded_sen2_assessment using (authority_code, year, assessmenttableid)
  group by authority_code, year, requeststableid
), active as (
  select
    authority_code, year, requeststableid,
    max(transferla) as transferred_from,
    max(lastreview) as last_review_on,
    max(reviewmeeting) as review_decided_on,
    max(reviewdraft) as review_draft_on,
    max(phasetransferduedate) as phase_transfer_due_on,
    max(phasetransferfinaldate) as phase_transfer_final_on
  from loaded_sen2_activeplans
  group by authority_code, year, requeststableid
)
select
  md5(concat_ws('|', authority_code, child_id, coalesce(receiveddate::varchar, 'undated'), nth))::uuid as plan_id,
  child_id,
  authority_code,
  year,
  requeststableid as record_id,
  receiveddate as requested_on,
  requestsource as request_source,
  requestoutcome as request_outcome,
  requestoutcomedate as request_outcome_on,
  assessmentoutcome as assessment_outcome,
  assessmentoutcomedate as assessment_outcome_on,
  lower(week20) in ('1', 'true', 'y') as has_exception,
  named.requeststableid is not null as is_named,
  active.requeststableid is not null as is_active,
  started_on, ceased_on, cease_code, residential,
  transferred_from, last_review_on, review_decided_on, review_draft_on, phase_transfer_due_on, phase_transfer_final_on
from given
left join assessed using (authority_code, year, requeststableid)
left join named using (authority_code, year, requeststableid)
left join active using (authority_code, year, requeststableid)
