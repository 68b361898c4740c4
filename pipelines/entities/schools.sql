-- One row per school, known by its URN: from Get Information About Schools, else from the performance tables.
with listed as (
  select urn, la_code, gsslacode_name as ons_code, establishmentname as name, districtadministrative_name as district,
    typeofestablishment_name as establishment_type, establishmentstatus_name as status,
    try_strptime(replace(opendate, '-', '/'), '%d/%m/%Y')::date as opened_on,
    try_strptime(replace(closedate, '-', '/'), '%d/%m/%Y')::date as closed_on,
    coalesce(typeofresourcedprovision_name ilike '%sen unit%', false) or coalesce(try_cast(senunitcapacity as integer), 0) > 0 as has_sen_unit,
    coalesce(typeofresourcedprovision_name ilike '%resourced provision%', false) or coalesce(try_cast(resourcedprovisioncapacity as integer), 0) > 0 as has_resourced_provision,
    coalesce(section41approved_name = 'Approved', false) as is_section_41_approved,
    1 as preference, load_id
  from loaded_gias_schools
  union all
  select urn, la, null, schname, null, schooltype, schstatus,
    try_strptime(replace(opendate, '-', '/'), '%d/%m/%Y')::date,
    try_strptime(replace(closedate, '-', '/'), '%d/%m/%Y')::date,
    null, null, null, 2, load_id
  from loaded_school_information
), best as (
  select * from listed qualify row_number() over (partition by urn order by preference, load_id desc) = 1
)
select best.urn,
  name,
  -- DfE's code of a school's authority decides; an ONS code beside an unknown one is not believed, but for schools outside England.
  coalesce(codes.authority_code, case when ons_code not like 'E%' then ons_code end) as authority_code,
  district,
  best.establishment_type,
  establishment_group,
  status,
  opened_on,
  closed_on,
  has_sen_unit,
  has_resourced_provision,
  -- Authorities label the same base a unit or a resourced provision, so the two count as one.
  has_sen_unit or has_resourced_provision as has_unit_or_resourced,
  is_section_41_approved,
  case when types.setting_type = 'mainstream' and (has_sen_unit or has_resourced_provision) then 'resourced_provision' else types.setting_type end as setting_type,
  rung as ladder_rung,
  placement_group,
  try_cast(census.nor as integer) as pupil_count,
  try_cast(census.tsenelse as integer) as plan_count,
  try_cast(census.tsenelk as integer) as sen_support_count,
  try_cast(census.numfsm as integer) as free_meals_count,
  census.schooltype as census_type,
  loads.file as census_file,
  best.load_id
from best
left join authority_codes as codes on codes.code = la_code
left join reference_establishment_types as types on types.establishment_type = best.establishment_type
left join reference_setting_ladder as ladder
  on ladder.setting_type = case when types.setting_type = 'mainstream' and (has_sen_unit or has_resourced_provision) then 'resourced_provision' else types.setting_type end
left join loaded_school_census as census on census.urn = best.urn
left join loads on loads.load_id = census.load_id
