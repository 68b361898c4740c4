-- One row per child with a request, its authority, and how often a professional had assessed it before the last one.
-- Kept as a view.
select child_id, authority_code, coalesce(before::varchar, 'Not recorded') as before
from (
select requests.child_id, requests.authority_code,
  case count(assessment_id) when 0 then 'Never assessed before' when 1 then 'Assessed once before' else 'Assessed twice or more before' end as before
from (
  select child_id, authority_code, max(requested_on) as requested_on
  from requests where request_outcome <> 'H' and requested_on is not null
  group by child_id, authority_code
) as requests
left join assessments on assessments.child_id = requests.child_id and assessed_on < requested_on and rated_by = 'professional'
group by requests.child_id, requests.authority_code
)
