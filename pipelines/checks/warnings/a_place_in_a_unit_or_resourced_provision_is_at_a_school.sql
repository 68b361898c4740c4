-- One row per placement flagged as SEN unit or resourced provision, or as both, that no one school can have.
select authority_code, placement_id, urn, is_unit, is_resourced from sen2_placements where (is_unit or is_resourced) and (urn is null or is_unit and is_resourced)
