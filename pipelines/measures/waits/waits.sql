-- One row per wait of a child that began while the authority's records speak of every one: for a decision, a plan, or a place.
-- Kept as a view.
-- Whoever still waits is counted with the days so far; who withdrew, left, or was told that there is no plan, until then,
-- and who withdrew on a day that nobody wrote down not at all.
with spoken as (
  select authority_code, max(census_on) as as_of,
    make_date(min(year)::integer - 1, 1, 1) as first_on
  from sen2_children group by authority_code
  union all
  select authority_code, max(greatest(requested_on, request_outcome_on, assessment_outcome_on)), min(requested_on)
  from extract_requests
  where authority_code not in (select authority_code from sen2_requests)
  group by authority_code
), asked as (
  select requests.*, spoken.as_of
  from requests join spoken using (authority_code)
  where requested_on between first_on and spoken.as_of and request_outcome <> 'H'
), waited as (
  select child_id, authority_code, 'decision' as wait, requested_on as from_on,
    case when request_outcome in ('Y', 'N', 'W') and request_outcome_on <= as_of then request_outcome_on end as until_on,
    request_outcome in ('Y', 'N') as is_event, as_of
  from asked
  where request_outcome <> 'W' or request_outcome_on is not null
  union all
  select child_id, authority_code, 'plan', requested_on,
    case when assessment_outcome in ('Y', 'N', 'W') and assessment_outcome_on <= as_of then assessment_outcome_on end,
    assessment_outcome = 'Y', as_of
  from asked
  where request_outcome in ('Y', 'A') and coalesce(assessment_outcome, 'A') <> 'H'
    and (coalesce(assessment_outcome, 'A') <> 'W' or assessment_outcome_on is not null)
  union all
  select child_id, spells.authority_code, 'place', started_on, ended_on, is_placed, last_on
  from (
    select *, coalesce(lead(setting_type) over by_day <> 'awaiting', false) as is_placed,
      coalesce(lag(setting_type) over by_day = 'awaiting', false) as goes_on
    from placement_spells window by_day as (partition by child_id order by started_on)
  ) as spells
  join extract_spans as spans on spans.authority_code = spells.authority_code
  where setting_type = 'awaiting' and not goes_on and started_on between first_on and last_on
)
select waited.child_id, waited.authority_code, wait, from_on, until_on,
  coalesce(until_on, as_of) - from_on as days,
  coalesce(is_event and until_on is not null, false) as is_over,
  -- A locality of none is one of those that are not known, where any is known.
  if(count(locality) over (partition by waited.authority_code, wait) > 0, coalesce(locality, 'Not known'), null) as locality,
  as_of
from waited
left join child_settings using (child_id, authority_code)
left join setting_places using (setting_id)
where coalesce(until_on, as_of) >= from_on
