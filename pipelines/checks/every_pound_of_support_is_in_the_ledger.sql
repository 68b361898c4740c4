-- One row where the cost of support and what the ledger says was loaded differ.
select support.pounds as cost_gbp, ledger.pounds as amount_loaded
from (select coalesce(sum(cost_gbp), 0) as pounds from support) as support,
  (select coalesce(sum(amount_loaded), 0) as pounds from loads where loader = 'support') as ledger
where support.pounds <> ledger.pounds
