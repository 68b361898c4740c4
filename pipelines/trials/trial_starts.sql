-- One row per evaluation of children and authority that it compares: its side, and from when its readings count.
-- The flow is made together with the estimates, which are read so that both are made before this.
select evaluation, authority_code, min(side) as side, min(starts_on) as starts_on
from evaluation_flow, (select count(*) as estimates from estimates_of_children)
where comparison <> 'placebo'
group by evaluation, authority_code
