-- One row per change between readings too close together or too far apart.
select child_id, instrument, version, days from changes where days not between (select value from reference_rules where rule = 'pair_fewest_days') and (select value from reference_rules where rule = 'pair_most_days')
