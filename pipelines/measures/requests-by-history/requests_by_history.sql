-- One row per authority and how often children were assessed before a request: counts as they are, of which small ones may not leave the building.
select authority_code, before, count(distinct child_id) as child_count
from requests_by_history_counted
group by all
