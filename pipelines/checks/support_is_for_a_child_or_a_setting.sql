-- One row per support episode of nobody.
select support_id, authority_code from support where child_id is null and setting_id is null
