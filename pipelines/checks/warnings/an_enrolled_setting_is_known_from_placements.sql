-- One row per enrolled setting in which no child was ever placed.
select setting_id, programme, enrolled_on from trial_enrolments where setting_id not in (select setting_id from settings where setting_id is not null)
