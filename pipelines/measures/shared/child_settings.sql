-- One row per child and council that recorded a setting of it: where a professional first read the child, or else where it was placed last.
-- Kept as a view.
with told as (
  select child_id, setting_id, assessed_on as on_day, 1 as preference from assessments where rated_by = 'professional'
  union all
  select child_id, setting_id, started_on, 2 from placements
)
select child_id, split_part(setting_id, '|', 1) as authority_code,
  coalesce(arg_min(setting_id, on_day) filter (preference = 1), arg_max(setting_id, on_day) filter (preference = 2)) as setting_id
from told where setting_id is not null
group by all
