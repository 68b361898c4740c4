-- One row per child, area of need of its latest reading by a professional that says how ready the setting is, and place: its setting, and all of them.
-- A setting of fewer children than a mean is shown of stands with the other smaller ones of its authority, of
-- which there are at least three, the next larger ones among them if need be.
with latest as (
  select assessment_id, child_id, authority_code, instrument, version, setting_id, assessed_on from assessments
  where rated_by = 'professional'
  qualify row_number() over (partition by child_id order by assessed_on desc, assessment_id desc) = 1
), gaps as (
  select latest.*, domain, need, readiness, gap
  from latest join assessment_scores using (assessment_id, instrument, version)
  where need is not null and readiness is not null
), sizes as (
  select authority_code, instrument, version, setting_id, count(distinct child_id) as n
  from gaps where setting_id is not null group by all
), placed as (
  select *,
    row_number() over (partition by authority_code, instrument, version order by n, setting_id) as from_smallest,
    count(*) filter (n < (select value from reference_rules where rule = 'smallest_noisy_mean'))
      over (partition by authority_code, instrument, version) as small
  from sizes
)
select child_id, authority_code, instrument, version, setting_id, domain, need, readiness, gap, assessed_on,
  sum(gap) over (partition by child_id) as gap_sum,
  unnest(['all settings', case
    when setting_id is null then 'no setting'
    when small > 0 and from_smallest <= greatest(small, (select value from reference_rules where rule = 'fewest_settings_together'))
      then 'smaller settings'
    else split_part(setting_id, '|', 2)
  end]) as place
from gaps left join placed using (authority_code, instrument, version, setting_id)
