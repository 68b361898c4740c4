-- One row per placement episode.
select
  (load_id::bigint << 32) + source_row as placement_id,
  child_id,
  authority_code,
  authority_code || '|' || setting_id as setting_id,
  setting_type,
  placement_group,
  rung as ladder_rung,
  started_on,
  ended_on,
  end_reason
from loaded_placements
join reference_setting_ladder using (setting_type)
