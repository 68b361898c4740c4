-- One row per name of an area and financial year: the code it has now, given who bore the name that year.
-- Kept as a view.
with years as (
  select first_year::varchar || '-' || right((first_year + 1)::varchar, 2) as financial_year, make_date(first_year::integer, 4, 1) as first_day
  from range(2010, 2050) as r(first_year)
)
select authority_name as name, financial_year,
  arg_max(codes.authority_code, (starts_on <= first_day and coalesce(ends_on, first_day) >= first_day, starts_on)) as authority_code
from reference_authorities as named
join authority_codes as codes on codes.code = named.authority_code
cross join years
group by all
union all
select region, financial_year, region_code from reference_regions cross join years
