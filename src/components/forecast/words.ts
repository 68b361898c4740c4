import { whole } from "../words.js";

/** How often bands held that were made without the year judged. */
export const held = (share: number | null): string =>
  share === null ? "one year alone" : `${whole(100 * share)} in 100`;

/** What each kind of forecast plan is called. */
export const PLACED: Record<string, string> = {
  ehc_plans: "All EHC plans",
  mainstream_plans: "In a mainstream school",
  special_plans: "In any special school",
  further_education_plans: "In further education",
  elsewhere_plans: "Educated elsewhere or waiting",
};

/** Of which councils the past forecasts are that a band is made of. */
export const OF_SIZE: Record<string, string> = {
  fewest: "of the third of councils with fewest plans",
  middle: "of the third of councils in the middle by plans",
  most: "of the third of councils with most plans",
};

/** Whose last growth is taken to go on. */
export const RULES: Record<string, string> = {
  own: "the council's own last growth goes on",
  national: "England's last growth goes on",
  half: "half the council's own last growth and half England's goes on",
};

export const years = (ahead: number): string => (ahead === 1 ? "1 year" : `${ahead} years`);
