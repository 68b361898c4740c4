-- One row per authority that ended and has no successor, or whose successor did not begin by then.
select authority_code, authority_name, ends_on, successor_code
from reference_authorities as ended
left join reference_authority_changes on predecessor_code = authority_code
left join (select authority_code as successor_code, starts_on as successor_starts_on from reference_authorities) as successor using (successor_code)
where ends_on is not null and (successor_starts_on is null or successor_starts_on > changed_on or changed_on <> ends_on + 1)
