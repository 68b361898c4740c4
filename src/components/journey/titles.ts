import { placementTitle } from "../placement-titles.js";

const OWN: Record<string, string> = {
  entered: "Not placed before",
  left: "No longer placed",
  several: "Several other places",
};

/** What a place is called, and being in none. */
export const placeTitle = (group: string): string => OWN[group] ?? placementTitle(group);
