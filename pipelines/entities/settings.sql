-- One row per setting of an authority.
with named as (
  select authority_code, setting_id, setting_type, rung
  from loaded_placements
  join reference_setting_ladder using (setting_type)
  where setting_id is not null
  union all
  -- A return's types are of the place, not of the school.
  select authority_code, coalesce(urn, ukprn), null, null
  from sen2_placements
  where setting_id is not null
)
select
  authority_code || '|' || setting_id as setting_id,
  case when regexp_full_match(setting_id, '1[0-9]{5}') then setting_id end as urn,
  mode(setting_type) as setting_type,
  min(rung) as ladder_rung
from named
group by authority_code, setting_id
