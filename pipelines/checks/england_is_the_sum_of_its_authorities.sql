-- One row per count whose regions or authorities do not add up to England; where some part has a symbol, the rest may not exceed England.
with parts as (
  select indicator, period,
    case when authority_code like 'E92%' then 'england' when authority_code like 'E12%' or authority_code like 'E13%' then 'regions' else 'authorities' end as parts,
    sum(value) as total,
    bool_or(value is null) as is_incomplete
  from indicators
  where indicator in (select indicator from indicator_catalogue where is_additive)
  group by all
)
select part.indicator, part.period, part.parts, england.total as england, part.total as sum_of_parts
from parts as part
join parts as england on england.indicator = part.indicator and england.period = part.period and england.parts = 'england'
left join reference_sum_exceptions as known
  on known.indicator = part.indicator and known.period::varchar = part.period and known.parts = part.parts
  and known.england = england.total and known.sum_of_parts = part.total
where part.parts <> 'england'
  and (case when part.is_incomplete then part.total > england.total else part.total <> england.total end)
  and known.reason is null
