import { SEN2_NEED_TITLES } from "../../../../loaders/contract/sen2-codes.ts";

/** SQL of every child's change in every area, once for each group that the child is in, from the long form. */
export const FROM_CHANGES = `from (
  select instrument, version, changes.authority_code, domain, changes.child_id,
    unnest(['Everyone', 'Age', 'Sex', 'Plan', 'Primary need', 'Placement', 'Locality', 'Trial', 'Support']) as group_kind,
    unnest(['Everyone',
      case when birth_month is null then 'Not recorded' when date_diff('month', birth_month, assessed_on) < 60 then 'Under 5'
        when date_diff('month', birth_month, assessed_on) < 132 then '5 to 10'
        when date_diff('month', birth_month, assessed_on) < 192 then '11 to 15' else '16 and over' end,
      case sex when 'F' then 'Girls' when 'M' then 'Boys' else 'Not recorded' end,
      case plan when 'ehc_plan' then 'EHC plan' when 'sen_support' then 'SEN support' when 'none' then 'Neither' else 'Not recorded' end,
      coalesce(map {${Object.entries(SEN2_NEED_TITLES).map(([code, title]) => `'${code}': '${title}'`)}}[primary_need], 'Not recorded'),
      case when first.setting_id is null then 'No setting' else coalesce((
        select title from settings join reference_setting_ladder using (setting_type) where settings.setting_id = first.setting_id
      ), 'Not recorded') end,
      case when changes.authority_code in (select split_part(setting_id, '|', 1) from setting_places)
        then coalesce((select locality from setting_places where setting_places.setting_id = first.setting_id), 'Not recorded') end,
      case when exists (
        from trial_enrolments as enrolment where enrolment.setting_id = first.setting_id
          and enrolled_on <= first_on and (withdrawn_on is null or withdrawn_on > first_on)
      ) then 'Setting in a trial' else 'Setting not in a trial' end,
      case when changes.authority_code not in (select authority_code from support where child_id is not null) then 'Not recorded'
        when exists (from support as own where own.child_id = changes.child_id and tier = 'enhanced' and started_on <= last_on and (ended_on is null or ended_on >= first_on)) then 'Enhanced support'
        when exists (from support as own where own.child_id = changes.child_id and started_on <= last_on and (ended_on is null or ended_on >= first_on)) then 'Targeted or universal support'
        else 'None recorded' end
    ]) as group_name,
    first_need, last_need, change, last_on
  from changes join (select assessment_id, assessed_on, birth_month, sex, plan, primary_need, setting_id from assessments) as first on assessment_id = first_assessment_id
  where rated_by = 'professional'
) where group_name is not null`;
