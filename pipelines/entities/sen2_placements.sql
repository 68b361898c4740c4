-- One row per placement episode of the SEN2 returns: the main placement, else the second.
with given as (
  select
    plan_id, child_id, placement.*,
    coalesce(placementrank, 9) = min(coalesce(placementrank, 9)) over (
      partition by authority_code, year, activeplanstableid
    ) as is_main,
    lower(senunitindicator) in ('1', 'true', 'y') as is_unit,
    lower(resourcedprovisionindicator) in ('1', 'true', 'y') as is_resourced
  from loaded_sen2_placementdetail as placement
  join loaded_sen2_activeplans as active using (authority_code, year, activeplanstableid)
  join sen2_requests as requests using (authority_code, year)
  where requests.record_id = active.requeststableid
), latest as (
  -- A placement that goes on stands in every return; the last one knows whether it ended.
  select distinct on (child_id, entrydate, urn, ukprn, sensetting) *
  from given
  where is_main
  order by child_id, entrydate, urn, ukprn, sensetting, year desc, load_id desc, source_row desc
)
select
  (latest.load_id::bigint << 32) + source_row as placement_id,
  plan_id,
  child_id,
  latest.authority_code,
  latest.authority_code || '|' || coalesce(latest.urn, ukprn) as setting_id,
  latest.urn,
  ukprn,
  sensetting as setting_code,
  coalesce(is_unit, false) as is_unit,
  coalesce(is_resourced, false) as is_resourced,
  -- The flags speak of the place: a school with a unit has places outside it, and no special school has one.
  case
    when res = 'B' then 'residential_52'
    when res = 'A' then 'residential_38_51'
    when schools.setting_type not in ('mainstream', 'resourced_provision') then schools.setting_type
    -- Authorities label the same base a unit or a resourced provision, so the two count as one.
    when is_unit or is_resourced then 'resourced_provision'
    when schools.setting_type is not null then 'mainstream'
    when sensetting = 'EHE' then 'elective_home_education'
    when sensetting = 'EYP' then 'early_years'
    when sensetting = 'OTH' then 'awaiting'
    when sensetting is not null then 'elsewhere'
  end as setting_type,
  schools.setting_type as registered_setting_type,
  placementrank as placement_rank,
  entrydate as started_on,
  leavingdate as ended_on,
  latest.year as return_year
from latest
left join schools on schools.urn = latest.urn
