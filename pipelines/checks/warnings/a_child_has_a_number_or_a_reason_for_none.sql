-- One row per child of a return with neither UPN nor ULN, and no reason why.
select authority_code, year, child_id from sen2_children where not has_number and no_number_reason is null
