-- One row per estimate: of a trial of children, or of one of authorities by published figures.
select * from estimates_of_children
union all by name
select
  evaluation,
  'Did it change more in the trial authorities? ' || outcomes.title as question,
  outcome,
  comparison,
  comparison_title,
  'difference in differences' as method,
  estimate,
  std_error,
  lower,
  upper,
  p_value,
  df,
  trial_authorities + comparison_authorities as n,
  trial_authorities + comparison_authorities as clusters,
  trial_authorities,
  comparison_authorities,
  false as is_primary,
  false as is_placebo,
  reason,
  grade,
  sentence,
  designs.registered_on,
  [
    'authorities chose to take part; they were not drawn by lot',
    'assumes that the trial authorities would have followed the comparison'
  ] as caveats
from evaluation_outcomes as outcomes
join evaluation_designs as designs using (evaluation)
