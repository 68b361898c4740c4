-- One row per support episode that ends before it starts.
select support_id, started_on, ended_on from support where ended_on < started_on
