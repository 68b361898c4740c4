const TITLES: Record<string, string> = {
  mainstream: "Mainstream",
  state_special: "State special",
  independent_special: "Independent special",
  alternative_provision: "Alternative provision",
  further_education: "Further education",
  early_years: "Early years",
  elsewhere: "Elsewhere",
};

/** Parts of independent special, which stand apart where costs are asked in other ways. */
const PARTS: Record<string, string> = {
  independent_special_day: "Independent special, not residential",
  residential: "Residential special",
  other: "Any other placement",
};

/** Groups of placements in the order they are shown. */
export const PLACEMENT_GROUPS = Object.keys(TITLES);

/** What a group of placements is called on a page. */
export const placementTitle = (group: string): string => TITLES[group] ?? PARTS[group] ?? group;
