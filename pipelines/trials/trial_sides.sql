-- One row per authority that a trial of children names: its side in the first design that does.
select authority_code, min(side) as side from trial_starts group by authority_code
