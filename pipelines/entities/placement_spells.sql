-- One row per child and stretch of days in one placement, from extracts; no two of a child share a day.
-- On a day that several placements cover, the one that began last counts: who is placed anew has left
-- the earlier one, though nobody closed it. Of two that began on one day, the one higher on the ladder.
with episodes as (
  select child_id, authority_code, placement_id, placement_group, setting_id, setting_type, ladder_rung, started_on,
    coalesce(ended_on, date '9999-12-30') as last_on
  from placements where source = 'extract'
), several as (
  select child_id from episodes group by child_id having count(*) > 1
), bounds as (
  select child_id, started_on as from_on from episodes semi join several using (child_id)
  union
  select child_id, last_on + 1 from episodes semi join several using (child_id)
), stretches as (
  select child_id, from_on, lead(from_on) over (partition by child_id order by from_on) - 1 as to_on from bounds
), placed as (
  select stretches.child_id, from_on, to_on,
    arg_max(placement_id, (started_on, coalesce(ladder_rung, 0), placement_id)) as placement_id
  from stretches
  join episodes on episodes.child_id = stretches.child_id and started_on <= from_on and last_on >= to_on
  where to_on is not null
  group by stretches.child_id, from_on, to_on
), numbered as (
  select *,
    sum(is_new::integer) over (partition by child_id order by from_on rows unbounded preceding) as spell
  from (
    select *, coalesce(
      lag(placement_id) over by_day <> placement_id or lag(to_on) over by_day + 1 <> from_on, true
    ) as is_new
    from placed window by_day as (partition by child_id order by from_on)
  )
), spells as (
  select child_id, placement_id, min(from_on) as started_on, max(to_on) as last_on
  from numbered group by child_id, placement_id, spell
  union all
  select child_id, placement_id, started_on, last_on from episodes anti join several using (child_id)
)
select spells.child_id, episodes.authority_code, spells.placement_id, placement_group, setting_id, setting_type, spells.started_on,
  case when spells.last_on < date '9999-12-30' then spells.last_on end as ended_on
from spells join episodes using (placement_id)
