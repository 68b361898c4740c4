-- One row per setting of an authority that has a locality: the council's own, or else the district of the register of schools.
-- Kept as a view.
with named as (
  select authority_code || '|' || setting_id as setting_id, locality, 1 as preference
  from reference_setting_localities
  union all
  select known.setting_id, district, 2
  from (
    select setting_id from placements where setting_id is not null
    union select setting_id from assessments where setting_id is not null
  ) as known
  join schools on urn = split_part(known.setting_id, '|', 2)
  where district is not null
), placed as (
  select setting_id, split_part(setting_id, '|', 1) as authority_code, arg_min(locality, preference) as locality
  from named group by setting_id
)
-- A locality of fewer settings would name them.
select setting_id, locality from placed
qualify count(*) over (partition by authority_code, locality) >=
  (select value from reference_rules where rule = 'fewest_settings_together')
