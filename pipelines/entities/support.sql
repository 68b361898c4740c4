-- One row per support episode, of a child or of a setting as a whole.
-- Its cost is not to be added to `spend`, which may hold the same pounds by year.
select
  (load_id::bigint << 32) + source_row as support_id,
  child_id,
  authority_code,
  authority_code || '|' || setting_id as setting_id,
  support,
  tier,
  started_on,
  ended_on,
  hours,
  cost_gbp,
  child_id is not null as is_child_level
from loaded_support
