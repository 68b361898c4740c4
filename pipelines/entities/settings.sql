-- One row per setting of an authority.
with named as (
  select authority_code, setting_id as local_id, setting_type, rung
  from loaded_placements
  join reference_setting_ladder using (setting_type)
  where setting_id is not null
  union all
  -- A return's types are of the place, not of the school.
  select authority_code, coalesce(urn, ukprn), null, null
  from sen2_placements
  where setting_id is not null
), placed as (
  select authority_code, local_id, mode(setting_type) as setting_type, min(rung) as ladder_rung
  from named
  group by authority_code, local_id
)
select
  placed.authority_code || '|' || local_id as setting_id,
  case when regexp_full_match(local_id, '1[0-9]{5}') then local_id end as urn,
  placed.setting_type,
  placed.ladder_rung,
  schools.name,
  schools.establishment_type,
  schools.has_unit_or_resourced,
  schools.setting_type as registered_setting_type,
  schools.ladder_rung as registered_ladder_rung
from placed
left join schools on schools.urn = local_id
