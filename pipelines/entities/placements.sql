-- One row per placement episode, from extracts and from SEN2 returns.
-- A return names the school, not its kind: unknown unless the register of schools is loaded.
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
  end_reason,
  'extract' as source,
  case when regexp_full_match(setting_id, '1[0-9]{5}') then setting_id end as urn,
  setting_type = 'sen_unit' as is_unit,
  setting_type = 'resourced_provision' as is_resourced,
  null::uuid as plan_id
from loaded_placements
join reference_setting_ladder using (setting_type)
union all
select
  placement_id, child_id, authority_code, setting_id, setting_type, placement_group, rung, started_on, ended_on,
  null, 'sen2', urn, is_unit, is_resourced, plan_id
from sen2_placements
left join reference_setting_ladder using (setting_type)
