-- One row per child, category and financial year.
select
  child_id,
  authority_code,
  financial_year,
  category,
  amount_gbp,
  make_date(left(financial_year, 4)::integer, 4, 1) as starts_on,
  make_date(left(financial_year, 4)::integer + 1, 3, 31) as ends_on
from loaded_spend
