-- One row per record of a return whose parent is not there, so that nothing is counted from it.
select 'requests' as module, authority_code, year, requeststableid as record_id from loaded_sen2_requests anti join loaded_sen2_person using (authority_code, year, persontableid)
union all select 'assessment', authority_code, year, assessmenttableid from loaded_sen2_assessment anti join loaded_sen2_requests using (authority_code, year, requeststableid)
union all select 'namedplan', authority_code, year, namedplantableid from loaded_sen2_namedplan anti join loaded_sen2_assessment using (authority_code, year, assessmenttableid)
union all select 'plandetail', authority_code, year, plandetailtableid from loaded_sen2_plandetail anti join loaded_sen2_namedplan using (authority_code, year, namedplantableid)
union all select 'activeplans', authority_code, year, activeplanstableid from loaded_sen2_activeplans anti join loaded_sen2_requests using (authority_code, year, requeststableid)
union all select 'placementdetail', authority_code, year, placementdetailtableid from loaded_sen2_placementdetail anti join loaded_sen2_activeplans using (authority_code, year, activeplanstableid)
union all select 'senneed', authority_code, year, senneedtableid from loaded_sen2_senneed anti join loaded_sen2_activeplans using (authority_code, year, activeplanstableid)
