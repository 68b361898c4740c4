-- One row per child with support of whom there is no other record: a mistyped identifier, or a child not yet assessed.
select child_id, any_value(authority_code) as authority_code, count(*) as episodes
from support
where child_id is not null and child_id not in (select child_id from children)
group by child_id
