-- One row per child and area of need of its latest reading by a professional that says how ready the setting is, in councils that are divided into localities, by the locality of its setting.
-- Kept as a view.
select child_id, authority_code, instrument, version, setting_id, domain, need, readiness, gap, assessed_on, gap_sum,
  coalesce(locality, 'Not known') as place,
  place not in ('smaller settings', 'no setting') as is_shown_alone
from setting_gaps left join setting_places using (setting_id)
where place <> 'all settings'
  and authority_code in (select split_part(setting_id, '|', 1) from setting_places)
