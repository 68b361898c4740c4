-- One row per child and financial year with a placement: the kind held for most of its days, and its setting.
-- From extracts alone: a return knows the kind only of schools that are in the register loaded, and a child may stand in both.
with years as (
  select distinct financial_year, starts_on, ends_on from spend
), days as (
  select
    child_id, authority_code, financial_year, placement_group, setting_id,
    sum(least(coalesce(ended_on, ends_on), ends_on) - greatest(placement_spells.started_on, starts_on) + 1) as day_count
  from placement_spells
  join years on placement_spells.started_on <= ends_on and coalesce(ended_on, ends_on) >= starts_on
  group by child_id, authority_code, financial_year, placement_group, setting_id
), kinds as (
  select
    child_id, authority_code, financial_year, placement_group,
    arg_max(setting_id, (day_count, setting_id)) as setting_id,
    sum(day_count) as day_count
  from days group by child_id, authority_code, financial_year, placement_group
)
select
  child_id, authority_code, financial_year,
  arg_max(placement_group, (day_count, placement_group)) as placement_group,
  arg_max(setting_id, (day_count, placement_group)) as setting_id,
  max(day_count) as day_count
from kinds
group by child_id, authority_code, financial_year
