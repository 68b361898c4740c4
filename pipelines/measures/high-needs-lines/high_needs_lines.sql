-- One row per council (or England), line of high needs spend, financial year, and budget, outturn or grant.
with lines as (
  select * from (values
    ('place_funding', 'line'), ('top_up_maintained', 'line'), ('top_up_non_maintained', 'line'),
    ('sen_services', 'line'), ('alternative_provision_services', 'line'), ('hospital_services', 'line'),
    ('other_health_services', 'line'),
    ('specialist_top_up_state', 'other'), ('specialist_top_up_independent', 'other'),
    ('specialist_top_up_total', 'other'),
    ('high_needs_block_before_deductions', 'other'), ('deduction_total', 'other')
  ) as lines(line, part)
), published as (
  select authority_code, line, part, kind, financial_year, gbp, symbol, differs
  from spend_figures join lines using (line)
  where authority_code = 'E92000001' or authority_code in (select authority_code from authorities where not is_invented)
), summed as (
  -- A sum is of all its lines or is none.
  select authority_code, 'all_lines' as line, kind, financial_year,
    case when count(gbp) = 7 then sum(gbp) end as gbp, coalesce(max(symbol), 'x') as symbol, true as differs
  from published where part = 'line' group by authority_code, kind, financial_year
  union all
  select authority_code, 'all_but_places', kind, financial_year,
    case when count(gbp) = 6 then sum(gbp) end, coalesce(max(symbol), 'x'), false
  from published where part = 'line' and line <> 'place_funding' group by authority_code, kind, financial_year
), own as (
  select authority_code, line, kind, financial_year, gbp, symbol, differs from published
  union all by name
  from summed
), divided as (
  select own.*, plans.value as plans, people
  from own
  left join indicators as plans on plans.indicator = 'ehc_plans' and plans.authority_code = own.authority_code
    and plans.period = '20' || right(own.financial_year, 2)
  left join people_2_to_18 as aged on aged.authority_code = own.authority_code and aged.financial_year = own.financial_year
), with_england as (
  select *, null::varchar[] as summed from divided
  union all by name
  -- Where nobody publishes England, it is the councils that gave a figure.
  select 'E92000001' as authority_code, line, kind, financial_year, sum(gbp) as gbp, null as symbol,
    bool_or(differs) as differs, sum(plans) as plans, sum(people) as people, list(authority_code order by authority_code) as summed
  from divided
  where gbp is not null and (line, kind, financial_year) not in (
    select (line, kind, financial_year) from divided where authority_code = 'E92000001' and gbp is not null
  )
  group by line, kind, financial_year
), costed as (
  select *, gbp / nullif(plans, 0) as per_plan, gbp / nullif(people, 0) as per_head from with_england
), near as (
  select of_it.authority_code, line, kind, financial_year, count(per_plan)::integer as neighbours,
    quantile_cont(per_plan, 0.5) as neighbours_per_plan, quantile_cont(per_head, 0.5) as neighbours_per_head
  from statistical_neighbours as of_it
  join costed on costed.authority_code = of_it.neighbour_code
  group by of_it.authority_code, line, kind, financial_year
), planned as (
  -- Spent beside planned: of one line and year, of the same things, and of England by the same councils.
  select spent.authority_code, spent.line, spent.kind, spent.financial_year, budget.gbp as planned
  from costed as spent join costed as budget using (authority_code, line, financial_year)
  where spent.kind = 'outturn' and budget.kind = 'budget' and spent.gbp is not null and budget.gbp is not null
    and not spent.differs and budget.summed is not distinct from spent.summed
)
select authority_code, line, kind, financial_year,
  round(gbp, 2) as amount_gbp, round(planned, 2) as planned_gbp, round(gbp - planned, 2) as over_plan_gbp,
  round(100 * (gbp / nullif(planned, 0) - 1), 1) as over_plan_share, plans, round(per_plan, 2) as per_plan_gbp,
  round(people, 0) as people, round(per_head, 2) as per_head_gbp,
  neighbours, round(neighbours_per_plan, 2) as neighbours_per_plan_gbp,
  round(neighbours_per_head, 2) as neighbours_per_head_gbp,
  len(summed)::integer as councils, differs and kind in ('budget', 'outturn') as lacks_academy_places,
  case when gbp is null then coalesce(symbol, 'x') end as symbol
from costed
left join near using (authority_code, line, kind, financial_year)
left join planned using (authority_code, line, kind, financial_year)
