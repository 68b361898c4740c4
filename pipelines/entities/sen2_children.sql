-- One row per child of a SEN2 return.
-- Kept as a view.
-- A child without UPN and ULN is known within one return alone.
select
  authority_code,
  year,
  persontableid as record_id,
  coalesce(upn, uniquelearnernumber, md5(concat_ws('|', authority_code, year, persontableid))::uuid) as child_id,
  birth_month,
  coalesce(sex, case when gendercurrent in ('F', 'M') then gendercurrent end) as sex,
  coalesce(upn, uniquelearnernumber) is not null as has_number,
  upnunknown as no_number_reason,
  coalesce(referencedate, make_date(year, 1, 15)) as census_on
from loaded_sen2_person
left join (select authority_code, year, referencedate from loaded_sen2_sen2) as header using (authority_code, year)
