-- One row per school of the register whose authority's code is unknown although its ONS code is one of England.
select school.urn, school.establishmentname, school.la_code, school.gsslacode_name
from loaded_gias_schools as school
left join authority_codes as codes on codes.code = school.la_code
where codes.code is null and school.gsslacode_name like 'E%'
