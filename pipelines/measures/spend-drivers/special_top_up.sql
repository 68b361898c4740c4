-- One row per council (or England), financial year, and state or independent: special top-up and the plans it is for.
-- Top-up to alternative provision is in the figures of state schools, so plans there are too.
with placed as (
  select authority_code, period,
    max(value) filter (indicator = 'ehc_plans') as all_plans,
    max(value) filter (indicator = 'state_special_share') as state_share,
    max(value) filter (indicator = 'independent_special_share') as independent_share,
    max(value) filter (indicator = 'alternative_provision_plans') as alternative
  from indicators
  where indicator in ('ehc_plans', 'state_special_share', 'independent_special_share', 'alternative_provision_plans')
  group by authority_code, period
)
select authority_code, financial_year, part, amount_gbp as gbp,
  case part
    when 'state' then round(all_plans * state_share / 100) + alternative
    else round(all_plans * independent_share / 100)
  end as plans
from (
  select authority_code, financial_year, amount_gbp, case line when 'specialist_top_up_state' then 'state' else 'independent' end as part
  from high_needs_lines
  where line in ('specialist_top_up_state', 'specialist_top_up_independent') and kind = 'outturn'
)
join placed using (authority_code)
where placed.period = '20' || right(financial_year, 2)
