-- One row per EHC plan and kind of need, as the latest return with its needs has them.
with given as (
  select
    plan_id, child_id, authority_code, year, sentype as need, min(sentyperank) as need_rank,
    max(year) over (partition by plan_id) as last_year
  from loaded_sen2_senneed
  join loaded_sen2_activeplans as active using (authority_code, year, activeplanstableid)
  join sen2_requests as requests using (authority_code, year)
  where requests.record_id = active.requeststableid
  group by plan_id, child_id, authority_code, year, sentype
)
select plan_id, child_id, authority_code, need, need_rank, need_rank = 1 as is_primary, year as return_year
from given
where year = last_year
