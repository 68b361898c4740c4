-- One row per authority: the group of authorities that cover one area over time, and the days on which its own area changed.
-- Kept as a view.
with recursive edges as (
  select predecessor_code as one, successor_code as other from reference_authority_changes
  union
  select successor_code, predecessor_code from reference_authority_changes
), reached as (
  select authority_code as one, authority_code as other from reference_authorities
  union
  select reached.one, edges.other from reached join edges on edges.one = reached.other
), groups as (
  select reached.one as authority_code, min(reached.other) as lineage_code,
    string_agg(distinct authority_name, ' + ' order by authority_name) filter (ends_on is null) as lineage_name
  from reached
  join reference_authorities as member on member.authority_code = reached.other
  group by reached.one
), changes as (
  select code, array_agg(distinct changed_on order by changed_on) filter (kind <> 'recode') as breaks_on
  from (
    select predecessor_code as code, changed_on, kind from reference_authority_changes
    union all
    select successor_code, changed_on, kind from reference_authority_changes
  )
  group by code
)
select authority_code, authority_name, codes.authority_code_now, lineage_code, lineage_name, starts_on, ends_on,
  -- Without breaks the codes are one series; with them, only the sum over the lineage is.
  breaks_on is null as is_one_series,
  breaks_on
from groups
join reference_authorities using (authority_code)
join (select code as authority_code, authority_code as authority_code_now from authority_codes) as codes using (authority_code)
left join changes on changes.code = authority_code
