-- One row per school of a return that a loaded register does not know.
select authority_code, urn, count(*) as placement_count
from sen2_placements
where urn is not null and exists (from loaded_gias_schools) and urn not in (select urn from schools)
group by authority_code, urn
