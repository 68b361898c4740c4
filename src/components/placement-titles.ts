const TITLES: Record<string, string> = {
  mainstream: "Mainstream",
  state_special: "State special",
  independent_special: "Independent special",
  alternative_provision: "Alternative provision",
  further_education: "Further education",
  early_years: "Early years",
  elsewhere: "Elsewhere",
};

/** Groups of placements in the order they are shown. */
export const PLACEMENT_GROUPS = Object.keys(TITLES);

/** What a group of placements is called on a page. */
export const placementTitle = (group: string): string => TITLES[group] ?? group;
