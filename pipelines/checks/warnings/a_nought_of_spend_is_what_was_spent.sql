-- One row per published figure of spend that is left out as it cannot be what was spent, and why.
select authorities.name, line, kind, financial_year, published_gbp, set_aside_because
from spend_figures
join authorities using (authority_code)
where set_aside_because is not null
order by all
