import type { ScoreTrust } from "../score-trust/measure.ts";
import { interval, percent, points } from "./amount-words.ts";

/** What the total says of the views, and how many areas agree less than they should. */
export function agreementFound(shown: readonly ScoreTrust[]): string {
  const ofTotal = shown.filter(({ domain }) => domain === "total");
  const told = ofTotal.map((row) =>
    row.unit === "agreement"
      ? `${row.part} on the total: ${row.estimate!.toFixed(2)} of 1 (${row.lower!.toFixed(2)} to ${row.upper!.toFixed(2)})`
      : row.unit === "share"
        ? `${row.part}: ${percent(row.estimate!)} of children (${interval(row)})`
        : `on the total, ${row.part}: ${points(row.estimate!)} (${interval(row)})`,
  );
  const areas = shown.filter((row) => row.unit === "agreement" && row.domain !== "total");
  const weak = areas.filter(({ is_flagged }) => is_flagged).map((row) => row.domain_title);
  const rest = areas.length
    ? weak.length
      ? `Areas in which they agree too little: ${weak.join(", ")}.`
      : "In no single area is agreement clearly too little."
    : "There are too few children for single areas.";
  const first = told.length ? `${told.join("; ")}. ` : "";
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}${rest}`;
}

/** Whether all agreement on the total lies, with its whole interval, at its bound or above. */
export function isAgreed(shown: readonly ScoreTrust[]): boolean {
  const ofTotal = shown.filter((row) => row.unit === "agreement" && row.domain === "total");
  return (
    ofTotal.length > 0 &&
    ofTotal.every(({ lower, expected }) => lower !== null && expected !== null && lower >= expected)
  );
}
