import { fixed } from "../words.js";

/** What each line of high needs spend is called. */
export const LINES: Record<string, string> = {
  place_funding: "Places",
  top_up_maintained: "Top-up, state schools and colleges",
  top_up_non_maintained: "Top-up, independent schools",
  sen_services: "SEN support and inclusion",
  alternative_provision_services: "Alternative provision",
  hospital_services: "Hospital education",
  other_health_services: "Therapies and health",
  all_but_places: "All but places",
  all_lines: "All lines",
  specialist_top_up_state: "Special top-up, state",
  specialist_top_up_independent: "Special top-up, independent",
  specialist_top_up_total: "Special top-up",
  high_needs_block_before_deductions: "High needs block of the grant, as provisionally allocated",
  deduction_total: "Taken off it for places that DfE funds",
};

/** The lines that section 251 is added up of. */
export const PARTS = [
  "place_funding",
  "top_up_maintained",
  "top_up_non_maintained",
  "sen_services",
  "alternative_provision_services",
  "hospital_services",
  "other_health_services",
];

/** Whose pounds a sum is of: nobody publishes some lines of England, and not every council gives each. */
export const whoseOf = (name: string, councils: number | null | undefined): string =>
  councils == null ? name : `${name} (the sum of the ${councils} councils that gave figures)`;

/** "£51.3m", "£1.77bn", or pounds where there are fewer than a million. */
export function millions(gbp: number): string {
  const sign = gbp < 0 ? "\u2212" : "";
  const size = Math.abs(gbp);
  if (size >= 999_500_000) return `${sign}£${fixed(size / 1e9, 2)}bn`;
  if (size >= 1_000_000) return `${sign}£${fixed(size / 1e6, 1)}m`;
  return `${sign}£${Math.round(size).toLocaleString("en-GB")}`;
}

/** The same on an axis: "£10m". */
export const millionsOnAxis = (gbp: number): string => millions(gbp).replace(/[.]0+(?=m|bn)/, "");
