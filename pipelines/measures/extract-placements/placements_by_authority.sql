-- One row per authority, January and group of placement, from placement extracts.
with dates as (
  select authority_code, started_on as on_date from placements where source = 'extract'
  union all select authority_code, ended_on from placements where source = 'extract' and ended_on is not null
  union all select authority_code, assessed_on from assessments
  union all select authority_code, least(ends_on, (select max(as_of) from loads)) from spend
), known as (
  -- How far an authority's extracts speak: open placements are taken to last until then.
  select authority_code, min(on_date) as first_on, max(on_date) as last_on from dates group by authority_code
), januaries as (
  select authority_code, make_date(year::integer, 1, 15) as census_on, year
  from known, range(2015, 2100) as years(year)
  where make_date(year::integer, 1, 15) between first_on and last_on
), stock as (
  select authority_code, year, placement_group, count(distinct child_id) as child_count
  from placement_spells
  join januaries using (authority_code)
  where started_on <= census_on and coalesce(ended_on, census_on) >= census_on
  group by authority_code, year, placement_group
)
select
  authority_code,
  year::varchar as period,
  placement_group,
  child_count,
  sum(child_count) over (partition by authority_code, year) as all_count
from stock
