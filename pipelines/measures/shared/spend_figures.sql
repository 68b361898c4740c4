-- One row per council (or England), line of spend, kind and financial year: the pounds, or why there are none.
-- A nought that cannot be what was spent is no figure, nor is a total with such a nought in it.
with limits as (
  select max(value) filter (rule = 'unlikely_nought') as unlikely, max(value) filter (rule = 'fewest_plans_paid_for') as paid_for,
    max(value) filter (rule = 'most_spend_apart') as most_apart
  from reference_rules
), published as (
  -- A line is published by several tools; one year of one kind comes from one of them.
  select authority_code, line, kind, financial_year, max(amount_gbp)::double as gbp,
    any_value(symbol) as symbol, bool_or(differs_by_academy_places) as differs
  from authority_spend
  where source not like '%financial benchmarking and insights%'
  group by authority_code, line, kind, financial_year
), around as (
  select *,
    last_value(nullif(gbp, 0) ignore nulls) over (years rows between unbounded preceding and 1 preceding) as gbp_before,
    first_value(nullif(gbp, 0) ignore nulls) over (years rows between 1 following and unbounded following) as gbp_after
  from published
  window years as (partition by authority_code, line, kind order by financial_year)
), placed as (
  -- Plans in the schools that a line of top-up is for, by the financial year in which their January falls.
  select authority_code, 'outturn' as kind, 'specialist_top_up_' || split_part(shares.indicator, '_', 1) as line,
    (shares.period::integer - 1)::varchar || '-' || right(shares.period, 2) as financial_year,
    shares.value / 100 * plans.value as plans
  from indicators as shares
  join indicators as plans using (authority_code)
  where shares.indicator in ('state_special_share', 'independent_special_share')
    and plans.indicator = 'ehc_plans' and plans.period = shares.period
), returned as (
  -- Top-up to special schools and alternative provision as the section 251 outturn has it, line by line.
  select authority_code, kind, financial_year, 'specialist_top_up_total' as line, sum(gbp) as returned_gbp
  from published
  where kind = 'outturn' and line in (
    'top_up_maintained_special', 'top_up_maintained_alternative_provision',
    'top_up_non_maintained_special', 'top_up_non_maintained_alternative_provision'
  )
  group by authority_code, kind, financial_year
  having count(gbp) = 4
), judged as (
  select around.*,
    case
      when gbp = 0 and coalesce(gbp_before, gbp_after) >= unlikely and coalesce(gbp_after, gbp_before) >= unlikely
        then 'nought beside years of millions'
      when gbp = 0 and plans >= paid_for then 'nought although children with plans are in such schools'
      when abs(gbp - returned_gbp) > most_apart * returned_gbp then 'far from the lines of the section 251 outturn'
    end as why
  from around
  cross join limits
  left join placed using (authority_code, kind, financial_year, line)
  left join returned using (authority_code, kind, financial_year, line)
), totals as (
  select authority_code, kind, financial_year, 'specialist_top_up_total' as line, 'with a part that is ' || min(why) as of_part
  from judged
  where line in ('specialist_top_up_state', 'specialist_top_up_independent') and why is not null
  group by authority_code, kind, financial_year
)
select authority_code, line, kind, financial_year, gbp as published_gbp,
  case when coalesce(why, of_part) is null then gbp end as gbp,
  case when coalesce(why, of_part) is null then symbol
    when gbp = 0 then 'x' else 'u' end as symbol,
  differs, coalesce(why, of_part) as set_aside_because
from judged left join totals using (authority_code, kind, financial_year, line)
