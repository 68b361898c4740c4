-- One row per authority whose extracts place children in two settings at once; each day counts for the one that began last.
with shared as (
  select later.authority_code, later.child_id,
    least(coalesce(earlier.ended_on, date '9999-12-31'), coalesce(later.ended_on, date '9999-12-31')) - later.started_on + 1 as day_count,
    earlier.ended_on is null and later.ended_on is null as are_open
  from placements as later
  join placements as earlier using (child_id)
  where later.source = 'extract' and earlier.source = 'extract'
    and (earlier.started_on, earlier.placement_id) < (later.started_on, later.placement_id)
    and coalesce(earlier.ended_on, date '9999-12-31') >= later.started_on
)
select authority_code, count(distinct child_id) as child_count,
  count(distinct child_id) filter (are_open) as with_both_open
from shared
where day_count > (select value from reference_rules where rule = 'placement_handover_days')
group by authority_code
