-- One row per authority, January and group of placement, from placement extracts.
-- Of earlier Januaries than those of which the extracts speak of everyone, only who stayed is known.
select
  authority_code,
  year::varchar as period,
  placement_group,
  count(distinct child_id) as child_count,
  sum(count(distinct child_id)) over (partition by authority_code, year) as all_count
from january_placements
group by authority_code, year, placement_group
