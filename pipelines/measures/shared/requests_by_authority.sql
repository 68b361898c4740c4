-- One row per authority and calendar year: requests received, and how they were decided.
-- Awaited, withdrawn and historical requests (A, W, H) have no decision, so no rate counts them.
select
  authority_code,
  year(requested_on)::varchar as period,
  count(*) as request_count,
  count(*) filter (request_outcome in ('Y', 'N')) as decided_count,
  count(*) filter (request_outcome = 'N') as refused_count,
  refused_count / nullif(decided_count, 0) as refused_share,
  count(*) filter (request_outcome = 'Y' and assessment_outcome in ('Y', 'N')) as assessed_count,
  count(*) filter (request_outcome = 'Y' and assessment_outcome = 'Y') as planned_count,
  planned_count / nullif(assessed_count, 0) as planned_share
from requests
where requested_on is not null
group by authority_code, year(requested_on)
