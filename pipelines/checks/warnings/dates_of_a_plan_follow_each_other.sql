-- One row per plan decided before it was asked for, or ceased before it began.
select authority_code, plan_id, requested_on, request_outcome_on, issued_on, ceased_on from plans where request_outcome_on < requested_on or issued_on < requested_on or assessment_outcome = 'Y' and issued_on < request_outcome_on or ceased_on < started_on
