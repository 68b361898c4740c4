-- One row per plan issued that names no setting.
select authority_code, year, namedplantableid as record_id from loaded_sen2_namedplan as plan where not exists (select 1 from loaded_sen2_plandetail as detail where detail.authority_code = plan.authority_code and detail.year = plan.year and detail.namedplantableid = plan.namedplantableid)
