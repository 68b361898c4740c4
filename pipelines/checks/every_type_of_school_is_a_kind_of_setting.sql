-- One row per type of establishment that data/reference/establishment_types.csv does not know.
select distinct establishment_type from schools where setting_type is null union select distinct type_of_establishment_name from loaded_gias_types where type_of_establishment_name not in (select establishment_type from reference_establishment_types)
