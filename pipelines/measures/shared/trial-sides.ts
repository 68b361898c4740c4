/** SQL: the side of each authority, trial or comparison, in the first trial design that names it. */
export const SIDES = `(
  select authority_code, min(side) as side from evaluation_flow where comparison <> 'placebo' group by authority_code
)`;
