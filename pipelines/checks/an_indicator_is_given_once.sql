-- One row per figure that stands twice.
select authority_code, indicator, period from indicators group by authority_code, indicator, period having count(*) > 1
