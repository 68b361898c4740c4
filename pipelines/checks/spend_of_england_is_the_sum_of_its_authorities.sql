-- One row per line and year of which England and the sum of the authorities are more than a pound apart.
select line, kind, financial_year,
  sum(amount_gbp) filter (authority_code = 'E92000001') as england,
  sum(amount_gbp) filter (authority_code <> 'E92000001') as authorities
from authority_spend
group by all
having abs(england - authorities) > 1 and count(symbol) filter (symbol <> 'z' and authority_code <> 'E92000001') = 0
