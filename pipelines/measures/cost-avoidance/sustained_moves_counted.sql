-- One row per child that moved back to mainstream and stayed, and what the year that it was not elsewhere is worth: its own kind, and any.
-- Kept as a view.
select child_id, authority_code, days, as_of, support_gbp,
  unnest([case origin when 'independent_special' then 'cash' when 'state_special' then 'notional' else 'not costed' end, 'all']) as money
from sustained_moves semi join authorities using (authority_code)
