-- One row per authority, January and group of placement, from placement extracts.
with januaries as (
  select make_date(year::integer, 1, 15) as census_on, year
  from range(2015, 2100) as years(year)
  where make_date(year::integer, 1, 15) <= (select max(started_on) from placements where source = 'extract')
    and make_date(year::integer, 1, 15) >= (select min(started_on) from placements where source = 'extract')
), stock as (
  select authority_code, year, placement_group, count(distinct child_id) as child_count
  from placements
  join januaries on started_on <= census_on and coalesce(ended_on, census_on) >= census_on
  where source = 'extract'
  group by authority_code, year, placement_group
)
select
  authority_code,
  year::varchar as period,
  placement_group,
  child_count,
  sum(child_count) over (partition by authority_code, year) as all_count
from stock
