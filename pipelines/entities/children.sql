-- One row per child, known by pseudonym alone.
with seen as (
  select child_id, authority_code, null::date as birth_month, null::varchar as sex, null::date as seen_on
  from loaded_placements
  union all
  select child_id, authority_code, null, null, null from loaded_spend
  union all
  select child_id, authority_code, null, null, null from loaded_requests
  union all
  select child_id, authority_code, birth_month, sex, assessed_on from assessments
  union all
  select child_id, authority_code, birth_month, sex, census_on from sen2_children
)
select
  child_id,
  any_value(authority_code) as authority_code,
  arg_max(birth_month, seen_on) filter (birth_month is not null) as birth_month,
  arg_max(sex, seen_on) filter (sex is not null) as sex
from seen
group by child_id
