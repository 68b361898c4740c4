-- One row where children of invented and of real authorities share the warehouse.
select count(*) as child_count from children having bool_or(authority_code like 'X%') and bool_or(authority_code not like 'X%')
