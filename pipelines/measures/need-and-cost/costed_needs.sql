-- One row per child with spend who stayed in one kind of placement for the whole of the latest financial year, with its need where that was read by its end.
-- Placements other than mainstream and special schools are one group.
-- Needs of different instruments are no one scale: which third a child is in is told within its own.
with latest as (
  select financial_year, min(starts_on) as starts_on, max(ends_on) as ends_on from spend group by financial_year
  order by financial_year desc limit 1
), costed as (
  select cost_by_child_year.*, starts_on, ends_on from cost_by_child_year join latest using (financial_year)
  where is_full_year and placement_group is not null
), readings as (
  select costed.child_id, assessments.assessment_id, instrument, version, primary_need, plan, birth_month, assessed_on, need
  from costed join assessments using (child_id) join assessment_scores using (assessment_id, instrument, version)
  where rated_by = 'professional' and domain = 'total' and need is not null
    and assessed_on between starts_on - (select value::integer from reference_rules where rule = 'review_interval_days') and ends_on
  qualify row_number() over (partition by costed.child_id order by assessed_on desc, assessments.assessment_id desc) = 1
), placed as (
  select costed.child_id, costed.authority_code, financial_year,
    if(placement_group in ('mainstream', 'state_special', 'independent_special'), placement_group, 'other') as placement_group, costed.setting_id, support_gbp,
    assessment_id, instrument, version, primary_need, plan, need,
    date_diff('month', birth_month, starts_on) as age_months,
    quantile_cont(need, [1 / 3, 2 / 3]) over (partition by instrument, version) as thirds
  from costed left join readings using (child_id)
)
select * exclude (thirds),
  case when need is null then 'not read' when need <= thirds[1] then 'least' when need <= thirds[2] then 'middle' else 'most' end as need_third
from placed
