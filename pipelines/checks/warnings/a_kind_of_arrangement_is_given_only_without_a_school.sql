-- One row per placement or setting named in a plan with a school's number and yet a kind of arrangement.
select 'placementdetail' as module, authority_code, year, placementdetailtableid as record_id, urn, sensetting
from loaded_sen2_placementdetail where urn is not null and sensetting is not null
union all
select 'plandetail', authority_code, year, plandetailtableid, urn, sensetting
from loaded_sen2_plandetail where urn is not null and sensetting is not null
