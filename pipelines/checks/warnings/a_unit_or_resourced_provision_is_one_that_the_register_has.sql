-- One row per placement flagged as SEN unit or resourced provision at a mainstream school that has neither in the register.
select sen2_placements.authority_code, placement_id, urn, schools.name, is_unit, is_resourced
from sen2_placements
join schools using (urn)
where (is_unit or is_resourced) and schools.setting_type = 'mainstream' and not has_unit_or_resourced
