-- One row per child of whom a council chose to tell its ethnic group, free school meals or care status.
-- Kept as a view.
select child_id, authority_code, recorded_on,
  case ethnicity when 'white' then 'White' when 'mixed' then 'Mixed' when 'asian' then 'Asian' when 'black' then 'Black' when 'other' then 'Other ethnic group' end as ethnicity,
  case free_school_meals when 'yes' then 'Free school meals' when 'no' then 'No free school meals' end as free_school_meals,
  case care_status when 'looked_after' then 'Looked after' when 'child_protection_plan' then 'Child protection plan'
    when 'child_in_need' then 'Child in need' when 'none' then 'None of these' end as care_status
from loaded_characteristics
