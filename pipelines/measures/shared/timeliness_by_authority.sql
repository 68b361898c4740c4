-- One row per authority and calendar year: plans issued, and how many within 20 weeks.
-- The headline leaves out plans to which an exception applies; plans transferred in are outside the measure.
select
  authority_code,
  year(issued_on)::varchar as period,
  count(*) as issued_count,
  count(*) filter (is_within_20_weeks) as in_time_count,
  count(*) filter (not has_exception) as issued_without_exception_count,
  count(*) filter (is_within_20_weeks and not has_exception) as in_time_without_exception_count,
  in_time_count / nullif(issued_count, 0) as in_time_share,
  in_time_without_exception_count / nullif(issued_without_exception_count, 0) as in_time_without_exception_share
from plans
where days_to_plan is not null
group by authority_code, year(issued_on)
