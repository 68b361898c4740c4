-- One row per placement in a special or residential setting whose URN is a mainstream school's.
select placements.authority_code, placement_id, source, urn, schools.name, placements.setting_type
from placements
join schools using (urn)
where schools.setting_type in ('mainstream', 'resourced_provision')
  and placements.ladder_rung >= (select rung from reference_setting_ladder where setting_type = 'state_special')
