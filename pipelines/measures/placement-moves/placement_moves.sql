-- One row per child and pair of Januaries, who was placed on either.
-- Kept as a view.
-- Flows of fewer than ten are one: `shown_to` within the authority, `shown_to_all` in all together.
with pairs as (
  select distinct earlier.authority_code, earlier.year
  from january_placements as earlier
  join january_placements as later
    on later.authority_code = earlier.authority_code and later.year = earlier.year + 1
), placed as (
  select pairs.authority_code, pairs.year, child_id, 'from' as side, placement_group
  from pairs join january_placements using (authority_code, year)
  union all
  select pairs.authority_code, pairs.year, child_id, 'to', placement_group
  from pairs join january_placements as later
    on later.authority_code = pairs.authority_code and later.year = pairs.year + 1
), moved as (
  select authority_code, year, child_id,
    coalesce(max(placement_group) filter (side = 'from'), 'entered') as from_group,
    coalesce(max(placement_group) filter (side = 'to'), 'left') as to_group
  from placed group by authority_code, year, child_id
), counted as (
  select *,
    count(*) over (partition by authority_code, year, from_group, to_group) as own_count,
    count(*) over (partition by year, from_group, to_group) as all_count
  from moved
), fewest as (
  select value from reference_rules where rule = 'smallest_mean'
)
select authority_code, year, child_id, from_group, to_group,
  if(own_count < (select value from fewest) and from_group <> to_group, 'several', to_group) as shown_to,
  if(all_count < (select value from fewest) and from_group <> to_group, 'several', to_group) as shown_to_all
from counted
