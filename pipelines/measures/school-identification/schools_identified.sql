-- One row per state-funded mainstream school of the school census: its pupils, those identified, and free meals.
-- Kept as a view.
select urn, schools.name, authority_code, authorities.name as authority_name,
  case census_type when 'State-funded primary' then 'primary' when 'State-funded secondary' then 'secondary' end as phase,
  -- The census says its year in the name of its file alone.
  nullif(regexp_extract(parse_filename(census_file), '20[0-9]{2}'), '') as census_year,
  pupil_count as pupils, sen_support_count as support, plan_count as plan, free_meals_count as free_meals
from schools join authorities using (authority_code)
where census_type in ('State-funded primary', 'State-funded secondary')
  and pupil_count > 0
  and sen_support_count is not null and plan_count is not null and free_meals_count is not null
