/** When in a period a figure is of; the label of a period says the rest. */
export const MEASURED = [
  "january",
  "calendar_year",
  "academic_year",
  "academic_year_ending",
  "financial_year",
  "march_31",
] as const;
