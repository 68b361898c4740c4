-- One row per child and stage: apart from mainstream until tried there, tried there until no longer, or in a placement until it ends.
-- Kept as a view.
-- Apart: alternative provision, a unit, any special school, educated elsewhere. Waiting for a place is looked through,
-- home education by choice, early years and colleges are neither. A change at a phase transfer is no attempt and no return.
with spells as (
  select spells.child_id, spells.authority_code, spells.started_on,
    coalesce(spells.ended_on, last_on) as last_day, end_reason, first_on, last_on,
    case
      when spells.setting_type in ('mainstream', 'resourced_provision') then 'mainstream'
      when spells.setting_type in ('alternative_provision', 'sen_unit', 'state_special', 'non_maintained_special',
        'independent_special', 'residential_38_51', 'residential_52', 'elsewhere') then 'apart'
      when spells.setting_type = 'awaiting' then 'awaiting'
      else 'neither'
    end as kind,
    spells.ended_on is null as goes_on
  from placement_spells as spells
  join extract_spans as spans on spans.authority_code = spells.authority_code
  join placements using (placement_id)
), placed as (
  select *,
    lag(kind) over by_day as kind_before, lag(end_reason) over by_day as reason_before
  from spells where kind <> 'awaiting'
  window by_day as (partition by child_id order by started_on)
), stretched as (
  -- One stretch of the same kind is one, whatever the schools; a phase transfer within it is no end.
  select *, sum((kind is distinct from kind_before)::integer) over (partition by child_id order by started_on rows unbounded preceding) as stretch
  from placed
), stretches as (
  select child_id, authority_code, kind, stretch,
    min(started_on) as started_on, max(last_day) as last_day,
    arg_min(reason_before, started_on) as reason_before, arg_min(kind_before, started_on) as kind_before,
    arg_max(end_reason, started_on) as end_reason, bool_or(goes_on) as goes_on,
    any_value(first_on) as first_on, any_value(last_on) as last_on
  from stretched group by child_id, authority_code, kind, stretch
), followed as (
  select *,
    lead(kind) over by_day as kind_after, lead(started_on) over by_day as after_on
  from stretches window by_day as (partition by child_id order by stretch)
), stages as (
  select child_id, authority_code, 'tried' as stage, greatest(started_on, first_on) as from_on,
    case
      when goes_on then 0
      when kind_after = 'mainstream' and end_reason is distinct from 'phase_transfer' then 1
      else 2
    end as cause,
    case when goes_on then last_on when kind_after = 'mainstream' then after_on else last_day + 1 end as until_on,
    stretch, last_on
  from followed
  where kind = 'apart' and last_day >= first_on
  union all
  select child_id, authority_code, 'held', started_on,
    case
      when goes_on then 0
      when end_reason = 'phase_transfer' then 2
      when kind_after = 'apart' or end_reason = 'breakdown' then 1
      else 2
    end,
    case when goes_on then last_on else last_day + 1 end, stretch, last_on
  from followed
  where kind = 'mainstream' and kind_before = 'apart' and started_on between first_on and last_on
    and reason_before is distinct from 'phase_transfer'
  union all
  select child_id, authority_code, 'placed', started_on,
    case when goes_on then 0 when end_reason = 'breakdown' then 1 else 2 end,
    case when goes_on then last_on else last_day + 1 end,
    row_number() over (partition by child_id order by started_on), last_on
  from spells
  where kind <> 'awaiting' and started_on between first_on and last_on
  union all
  select child_id, authority_code, 'left out', started_on, 0, started_on, stretch, last_on
  from followed
  where kind = 'mainstream' and kind_before = 'apart' and started_on between first_on and last_on
    and reason_before = 'phase_transfer'
)
-- A child counts once at each stage, with the first of its stretches.
select child_id, authority_code, stage, from_on, least(until_on, last_on) as until_on,
  least(until_on, last_on) - from_on as days, if(until_on > last_on, 0, cause)::integer as cause, last_on as as_of
from stages
where from_on <= least(until_on, last_on)
qualify row_number() over (partition by child_id, stage order by stretch) = 1
