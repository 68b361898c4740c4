-- One row per child and January, of the Januaries for which an authority's extracts speak of everyone.
-- Kept as a view.
with januaries as (
  select authority_code, year::integer as year, make_date(year::integer, 1, 15) as census_on
  from extract_spans, range(2015, 2100) as years(year)
  where make_date(year::integer, 1, 15) between first_on and last_on
)
select authority_code, year, child_id, placement_group, setting_id
from placement_spells
join januaries using (authority_code)
where started_on <= census_on and coalesce(ended_on, census_on) >= census_on
