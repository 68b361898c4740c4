-- One row per two spells of a child that share a day, and per January whose groups are more than its children.
select child_id::varchar as what, later.started_on as on_date
from placement_spells as later join placement_spells as earlier using (child_id)
where earlier.started_on < later.started_on and coalesce(earlier.ended_on, date '9999-12-31') >= later.started_on
union all
select groups.authority_code, groups.census_on
from (
  select authority_code, make_date(period::integer, 1, 15) as census_on, sum(child_count) as n
  from placements_by_authority group by authority_code, period
) as groups
where n <> (
  select count(distinct child_id) from placements
  where source = 'extract' and placements.authority_code = groups.authority_code
    and started_on <= census_on and coalesce(ended_on, census_on) >= census_on
)
