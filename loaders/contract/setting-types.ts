/** Codes of data/reference/setting_ladder.csv, which says what each means; a test holds them equal. */
export const SETTING_TYPES = [
  "mainstream",
  "resourced_provision",
  "sen_unit",
  "alternative_provision",
  "state_special",
  "non_maintained_special",
  "independent_special",
  "residential_38_51",
  "residential_52",
  "independent_mainstream",
  "further_education",
  "early_years",
  "elsewhere",
  "elective_home_education",
  "awaiting",
] as const;
