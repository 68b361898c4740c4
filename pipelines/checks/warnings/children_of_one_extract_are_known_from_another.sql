-- One row per authority and two extracts that have no child in common, though both are about children.
with sources as (
  select distinct 'assessments' as source, authority_code, child_id from assessments
  union select distinct 'placements', authority_code, child_id from placements where source = 'extract'
  union select distinct 'spend', authority_code, child_id from spend
  union select distinct 'support', authority_code, child_id from support where child_id is not null
), counts as (
  select source, authority_code, count(*) as child_count from sources group by all
)
select one.authority_code, one.source as one, other.source as other, one.child_count as one_count, other.child_count as other_count
from counts as one join counts as other on other.authority_code = one.authority_code and one.source < other.source
where not exists (
  select 1 from sources as a join sources as b using (child_id)
  where a.source = one.source and b.source = other.source and a.authority_code = one.authority_code
)
