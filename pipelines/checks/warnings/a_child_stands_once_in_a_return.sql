-- One row per child whose number stands twice in one return.
select authority_code, year, child_id, count(*) as record_count from sen2_children group by authority_code, year, child_id having count(*) > 1
