-- One row per placement with neither a school, a provider nor a kind of arrangement.
select authority_code, year, placementdetailtableid as record_id from loaded_sen2_placementdetail where urn is null and ukprn is null and sensetting is null
