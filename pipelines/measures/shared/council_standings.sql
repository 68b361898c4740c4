-- One row per council and figure: its latest, beside its statistical neighbours, all councils and England.
with shown as (
  select authority_code, figure, period, value, is_provisional, is_comparable
  from council_figures where value is not null and authority_code <> 'E92000001'
),
latest as (
  select authority_code, figure, max(period) as period, max_by(value, period) as value,
    max_by(is_provisional, period) as is_provisional,
    coalesce(min(period) filter (is_comparable), max(period)) as first_period,
    coalesce(min_by(value, period) filter (is_comparable), max_by(value, period)) as first_value
  from shown group by all
),
spread as (
  select figure, period, count(*)::integer as councils, quantile_cont(value, 0.1) as low,
    quantile_cont(value, 0.5) as middle, quantile_cont(value, 0.9) as high
  from shown group by all
),
near as (
  select latest.authority_code, latest.figure, count(*)::integer as neighbours,
    quantile_cont(shown.value, 0.5) as neighbours_middle,
    min(shown.value) as neighbours_low, max(shown.value) as neighbours_high,
    count(*) filter (case when better = 'lower' then shown.value > latest.value else shown.value < latest.value end)::integer as behind,
    count(*) filter (case when better = 'lower' then shown.value < latest.value else shown.value > latest.value end)::integer as ahead
  from latest
  join reference_council_figures using (figure)
  join statistical_neighbours as of_it using (authority_code)
  join shown on shown.figure = latest.figure and shown.period = latest.period
    and shown.authority_code = of_it.neighbour_code
  group by all
)
select authority_code, figure, latest.period, latest.value, latest.is_provisional, first_period, first_value,
  neighbours, neighbours_middle, neighbours_low, neighbours_high, behind, ahead,
  councils, low, middle, high, england.value as england
from latest
left join near using (authority_code, figure)
left join spread on spread.figure = latest.figure and spread.period = latest.period
left join council_figures as england on england.authority_code = 'E92000001'
  and england.figure = latest.figure and england.period = latest.period
