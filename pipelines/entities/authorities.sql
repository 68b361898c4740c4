-- One row per authority.
select
  authority_code,
  coalesce(known.old_code, '') as old_code,
  coalesce(known.authority_name, loaded.authority_name) as name,
  coalesce(known.region, loaded.region) as region,
  known.starts_on,
  known.ends_on,
  authority_code like 'X%' as is_invented
from reference_authorities as known
full join loaded_authorities as loaded using (authority_code)
