-- One row per year in which plans of the authorities do not add up to England.
select period, max(value) filter (authority_code = 'E92000001') as england, sum(value) filter (authority_code not in ('E92000001') and authority_code not like 'E12%') as authorities from indicators where indicator = 'ehc_plans' group by period having england <> authorities
