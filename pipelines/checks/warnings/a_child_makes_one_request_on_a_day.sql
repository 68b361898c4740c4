-- One row per child and day with several requests in one return.
select authority_code, year, child_id, requested_on, count(*) as request_count from sen2_requests where requested_on is not null group by authority_code, year, child_id, requested_on having count(*) > 1
