-- One row per plan whose main placement ended while the second went on: a move that may be none.
select authority_code, year, activeplanstableid as record_id from loaded_sen2_placementdetail group by authority_code, year, activeplanstableid having bool_and(leavingdate is not null) filter (placementrank = 1) and bool_or(leavingdate is null) filter (placementrank = 2)
