-- One row per plan in force without a placement.
select authority_code, year, activeplanstableid as record_id, transferla is not null as is_transferred_in from loaded_sen2_activeplans as plan where not exists (select 1 from loaded_sen2_placementdetail as detail where detail.authority_code = plan.authority_code and detail.year = plan.year and detail.activeplanstableid = plan.activeplanstableid)
