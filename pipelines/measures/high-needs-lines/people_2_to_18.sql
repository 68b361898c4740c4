-- One row per area and financial year: people aged 2 to 18, as DfE divides top-up by.
with published as (
  select la_name, year as financial_year, pop_est from loaded_specialist_spend where category = 'Total'
)
select areas.authority_code, published.financial_year, try_cast(pop_est as double) as people
from published
join authority_names as areas on areas.name = la_name and areas.financial_year = published.financial_year
where try_cast(pop_est as double) > 0
union all
select 'E92000001', year, try_cast(pop_est as double)
from loaded_national_specialist_spend where category = 'Total'
