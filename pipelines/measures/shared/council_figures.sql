-- One row per council (or England), figure of data/reference/council_figures.csv and period.
with wanted as (select * from reference_council_figures),
spending as (select authority_code, kind, line, financial_year, symbol, gbp from spend_figures),
of_indicators as (
  select authority_code, figure, period, value, symbol, is_provisional
  from wanted join indicators on indicator = source_key
  where origin = 'indicator'
),
per_plan as (
  select spending.authority_code, figure, financial_year as period,
    case when count(gbp) = any_value(len(string_split(source_key, '+'))) and any_value(plans.value) > 0
      then sum(gbp) / any_value(plans.value) end as value,
    coalesce(max(spending.symbol), 'x') as symbol, any_value(wanted.spend_is) = 'provisional' as is_provisional
  from wanted
  join spending on spending.kind = wanted.kind and list_contains(string_split(source_key, '+'), spending.line)
  left join indicators as plans on plans.indicator = 'ehc_plans'
    and plans.authority_code = spending.authority_code
    and plans.period = case plans_of when 'January before' then left(financial_year, 4) else '20' || right(financial_year, 2) end
  where origin = 'spend per plan'
  group by spending.authority_code, figure, financial_year
),
shares as (
  select part.authority_code, figure, part.financial_year as period,
    case when whole.gbp > 0 then 100 * part.gbp / whole.gbp end as value,
    coalesce(part.symbol, whole.symbol, 'x') as symbol, false as is_provisional
  from wanted
  join spending as part on part.kind = wanted.kind and part.line = string_split(source_key, '/')[1]
  join spending as whole on whole.kind = wanted.kind and whole.line = string_split(source_key, '/')[2]
    and whole.authority_code = part.authority_code and whole.financial_year = part.financial_year
  where origin = 'spend share'
), breaks as (
  select indicator, max(period::varchar) filter (kind = 'from here') as since,
    list(period::varchar) filter (kind = 'this year') as apart
  from reference_series_breaks group by indicator
)
select authority_code, figure, figures.period, round(value, decimals::integer + 1) as value,
  case when value is null then coalesce(symbol, 'x') end as symbol, coalesce(is_provisional, false) as is_provisional,
  coalesce(figures.period >= since, true) and not coalesce(list_contains(apart, figures.period), false) as is_comparable,
  here.why as series_break
from (from of_indicators union all by name from per_plan union all by name from shares) as figures
join wanted using (figure)
left join breaks on breaks.indicator = source_key
left join reference_series_breaks as here on here.indicator = source_key and here.period::varchar = figures.period
where authority_code = 'E92000001' or authority_code in (select authority_code from authorities where ends_on is null and not is_invented)
