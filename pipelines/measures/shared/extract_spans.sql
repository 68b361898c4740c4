-- One row per authority with placement extracts: the days between which its extracts speak of everyone.
-- Placements go back further than the first: of earlier years they hold only the children who came to stay.
with spoken as (
  select authority_code, assessed_on as on_date from assessments
  union all select authority_code, starts_on from spend
  union all select authority_code, least(ends_on, (select max(as_of) from loads)) from spend
), dates as (
  select authority_code, min(on_date) as first_on, max(on_date) as last_on from spoken group by authority_code
), placed as (
  select authority_code, min(started_on) as first_on, max(greatest(started_on, ended_on)) as last_on
  from placements where source = 'extract' group by authority_code
)
select authority_code, coalesce(dates.first_on, placed.first_on) as first_on,
  greatest(dates.last_on, placed.last_on) as last_on
from placed
left join dates using (authority_code)
