-- One row per child that moved from apart to mainstream, not at a phase transfer, and was still there after 26 weeks.
-- Kept as a view.
with held as (
  select child_id, authority_code, from_on, until_on, days, as_of from reintegration_times
  where stage = 'held' and days >= (select value from reference_rules where rule = 'sustained_days')
), before as (
  select child_id, placement_group, placement_spells.setting_type
  from placement_spells join held using (child_id)
  where ended_on < from_on and placement_spells.setting_type not in ('awaiting', 'mainstream', 'resourced_provision')
  qualify row_number() over (partition by child_id order by placement_spells.started_on desc) = 1
), supported as (
  select child_id, sum(cost_gbp) as support_gbp
  from support join held using (child_id)
  where is_child_level and cost_gbp is not null and support.started_on between from_on and until_on
  group by child_id
)
select child_id, authority_code, from_on, until_on, days, as_of,
  case when before.setting_type = 'sen_unit' then 'sen_unit' else coalesce(placement_group, 'elsewhere') end as origin,
  support_gbp
from held left join before using (child_id) left join supported using (child_id)
