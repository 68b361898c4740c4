-- One row per placement flagged as SEN unit or resourced provision at a school of another kind.
select sen2_placements.authority_code, placement_id, urn, schools.name, schools.setting_type
from sen2_placements
join schools using (urn)
where (is_unit or is_resourced) and schools.setting_type not in ('mainstream', 'resourced_provision')
