import type { ReintegrationTrial } from "../../pipelines/measures/reintegration-trials/measure.ts";
import { interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { findingsChart } from "./findings-chart.js";
import type { Column } from "./table.js";
import { decimal, lowerFirst, month, whole } from "./words.js";

const percent = (share: number): string => `${whole(share)}%`;

const COLUMNS: readonly Column<ReintegrationTrial>[] = [
  text("What became of children", "outcome_title"),
  number("In the trial", "trial_share", percent),
  number("Elsewhere", "comparison_share", percent),
  number("Difference in 100", "estimate", whole),
  interval95(whole),
  number("Children of the trial", "trial_n", whole),
  number("Others", "comparison_n", whole),
  text("Left out", (row) => row.left_out ?? "nobody"),
  text("How secure, of 5", (row) => (row.security === null ? "–" : String(row.security))),
  text("What may be said", "grade"),
];

const chartOf = (rows: readonly ReintegrationTrial[], width: number): Element =>
  findingsChart(rows, ({ outcome_title }) => outcome_title, {
    width,
    axis: "Difference, trial less comparison, children in 100",
    narrowAxis: "Difference, children in 100",
    format: whole,
  });

/** Whether more children returned to mainstream in the trial than elsewhere, as one comparison asks it. */
export function reintegrationTrials(
  rows: readonly ReintegrationTrial[],
  { width }: { width: number },
): HTMLElement {
  const primary = rows.find((row) => row.is_primary);
  const isTold = rows.some((row) => row.estimate !== null);
  return figure(rows, isTold ? chartOf(rows, width) : null, {
    title: "Did more children return in the trial than elsewhere?",
    summary: primary
      ? `${primary.sentence}${isTold ? " Right of zero, more returned or stayed in the trial. Filled is the answer; hollow are other figures of these children, of which one may stand out by chance. They do not multiply to the answer, whose 26 weeks end within the year." : ""}`
      : "No trial design names authorities with placement extracts.",
    basis: primary ? basisOf(primary) : "",
    definition: "./method/reintegration#trial-beside-comparison",
    file: "reintegration-trials",
    columns: COLUMNS,
  });
}

function basisOf(row: ReintegrationTrial): string {
  const about =
    row.trial_n === null || row.comparison_n === null
      ? ""
      : `About ${whole(row.trial_n)} children of ${row.trial_authorities} trial authorities and ${whole(row.comparison_n)} of ${row.comparison_authorities} others who were apart from mainstream when their authority began or since; the clock runs from then, and where all children are described from the first day on which a child is seen apart, so those shares are others; intervals allow for differences between authorities (cluster-robust CR2${row.df === null ? "" : `, ${decimal(row.df)} degrees of freedom`}); placements known to ${month(row.as_of)}. `;
  return `${row.security_why ? `How secure: ${row.security_why}. ` : ""}${about}${row.comparison_title}, design of ${row.registered_on}. Keep in mind: ${lowerFirst(row.caveats)}.`;
}
