-- One row per authority that a trial of children names: its side in the first design that does.
-- The flow is made together with the estimates, which are read so that both are made before this.
select authority_code, min(side) as side
from evaluation_flow, (select count(*) as estimates from estimates_of_children)
where comparison <> 'placebo'
group by authority_code
