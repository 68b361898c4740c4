-- One row per code that an area of England has had: ONS codes and DfE's three digits, with the code it has now.
-- Kept as a view.
with numbered as (
  select authority_code, old_code, authority_name,
    arg_max(authority_code, starts_on) over (partition by old_code) as latest_code
  from reference_authorities
), known as (
  select authority_code, old_code, authority_name, case when old_code = 'x' then authority_code else latest_code end as latest_code
  from numbered
)
select authority_code as code, latest_code as authority_code from known
union
select old_code, latest_code from known where old_code <> 'x'
union
select region_code, region_code from reference_regions
union
select old_code::varchar, region_code from reference_regions
