-- One row per authority and how often children were assessed before a request: counts as they are, of which small ones may not leave the building.
select authority_code, before, count(distinct child_id) as child_count
from (select distinct authority_code from requests_by_history_counted)
-- A row for each, also of none: what is not there would say that a blank is of some.
cross join (select distinct before from requests_by_history_counted)
left join requests_by_history_counted using (authority_code, before)
group by all
