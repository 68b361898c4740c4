import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { TRIAL } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { decimal, fixed, hundredths, month, points, upperFirst, whole } from "./words.js";

interface Options {
  width: number;
  title: string;
}

const PLAIN = "difference in change";

const summary = ({ sentence, is_placebo, unit }: NeedEstimate): string =>
  is_placebo
    ? `${sentence} Nothing was tried here, so any difference is of how far authorities differ by themselves, of chance and of the noise that is added.`
    : unit === SHARE
      ? sentence
      : `${sentence} Left of zero, needs fell more in the trial. The single areas are exploratory.`;

/** What comes of giving the trial label to the authorities in every other way. */
const relabelling = (row: NeedEstimate): string =>
  row.permutation_p === null || row.smallest_permutation_p === null
    ? ""
    : `; of all ways to call as many of these authorities the trial, ${whole(100 * row.permutation_p)} in 100 differ as much, and so few authorities could show no fewer than ${whole(100 * row.smallest_permutation_p)} in 100`;

const SD = "standard deviations";
const SHARE = "per cent of children";
const SHORT: Record<string, string> = { [SD]: " SD", [SHARE]: "%", "points a year": " a year" };

const inUnit = (value: number, unit: string): string =>
  unit === SD ? hundredths(value) : points(value);

const axisOf = (row: NeedEstimate | undefined) => ({
  axis: `Difference in change, trial minus comparison, ${unitOf(row)}`,
  narrowAxis: `Difference, ${unitOf(row)}`,
  hasZero: true,
  format: (value: number) => inUnit(value, row?.unit ?? ""),
});

const unitOf = (row: NeedEstimate | undefined): string =>
  row?.unit === SHARE ? "percentage points" : row && row.unit in SHORT ? row.unit : "points of 100";

/** Two shares differ by percentage points, and not by a percentage. */
const shortOf = (unit: string, isDifference: boolean): string =>
  unit === SHARE && isDifference ? " percentage points" : (SHORT[unit] ?? "");

/** A change, or a difference of two, as it is written in its unit. */
const change = (name: "trial_mean" | "comparison_mean" | "estimate") => (row: NeedEstimate) => {
  const value = row[name];
  if (value === null) return null;
  return `${inUnit(value, row.unit)}${shortOf(row.unit, name === "estimate")}`;
};

const interval = ({ lower, upper, unit }: NeedEstimate): string | null =>
  lower === null || upper === null
    ? null
    : `${inUnit(lower, unit)} to ${inUnit(upper, unit)}${shortOf(unit, true)}`;

const lineOf = (row: NeedEstimate, label: string, isHollow: boolean): IntervalRow => ({
  label,
  value: row.estimate,
  lower: row.lower,
  upper: row.upper,
  colour: TRIAL,
  isHollow,
  instead: "too few to say",
});

/** The difference in change between trial and comparison, one line an area of need. */
export function needEstimates(
  rows: readonly NeedEstimate[],
  { width, title }: Options,
): HTMLElement {
  const total = rows.find(({ outcome }) => outcome === "total") ?? rows[0];
  const lines = rows.map((row) => lineOf(row, row.outcome_title, row.outcome !== "total"));
  return figure(rows, rows.length ? intervalsChart(lines, { width, ...axisOf(total) }) : null, {
    title,
    summary: total ? summary(total) : "No trial design has enough children on both sides.",
    basis: total ? basisOf(total) : "",
    definition: "./method/comparison",
    file: "need-estimates",
    columns: [
      text("Area of need", "outcome_title"),
      text("Trial", change("trial_mean")),
      text("Comparison", change("comparison_mean")),
      text("Difference", change("estimate")),
      text("95% interval", interval),
      number("Children in the trial", "trial_n", whole),
      number("Elsewhere", "comparison_n", whole),
      text("How secure, of 5", (row) => (row.security === null ? "–" : String(row.security))),
      text("What may be said", "grade"),
    ],
  });
}

function basisOf(row: NeedEstimate): string {
  const caveats = row.caveats.split("; ").filter(Boolean).join("; ");
  return `${row.security_why ? `How secure: ${row.security_why}. ` : ""}About ${whole(row.n)} children in ${whole(row.clusters)} authorities; ${intervalsOf(row)}${relabelling(row)}; latest assessment ${month(row.as_of)}. ${upperFirst(row.counted)}. Keep in mind: ${caveats}.`;
}

const intervalsOf = ({ interval_by, df }: NeedEstimate): string =>
  interval_by === null
    ? "there is no interval"
    : `intervals allow for differences between authorities (${interval_by}${df === null ? "" : `, ${decimal(df)} degrees of freedom`})`;

const EVERYONE = "Everyone";

/** All children by every method, and each subgroup by the plain one and less all other children. */
export const subgroupRows = (rows: readonly NeedEstimate[]): NeedEstimate[] =>
  rows.filter((row) => row.subgroup === null || row.method === PLAIN || isInteraction(row));

/** A subgroup's difference less that of all other children. */
const isInteraction = ({ method }: NeedEstimate): boolean =>
  method === "difference in change, less that of all other children";

const relabelled = (row: NeedEstimate): string =>
  row.permutation_p === null || row.smallest_permutation_p === null
    ? "not asked"
    : `${fixed(row.permutation_p, 2)} (${fixed(row.smallest_permutation_p, 2)})`;

const resampled = (row: NeedEstimate): string =>
  row.bootstrap_p === null || row.smallest_bootstrap_p === null
    ? "too few authorities"
    : `${fixed(row.bootstrap_p, 2)} (${fixed(row.smallest_bootstrap_p, 2)})`;

/** The headline's difference for the subgroups of the design, and for all children by each method. */
export function needSubgroups(
  rows: readonly NeedEstimate[],
  { width, area }: { width: number; area: string },
): HTMLElement {
  // What is not in points stands in the table alone, and is not counted among what is drawn.
  const drawn = rows.filter((row) => !(row.unit in SHORT));
  const told = drawn.filter((row) => row.estimate !== null && row.lower !== null);
  const lines = drawn.map((row) => lineOf(row, named(row), row.subgroup !== null));
  const first = rows.find((row) => row.subgroup === null && row.method === PLAIN) ?? rows[0];
  return figure(rows, told.length ? intervalsChart(lines, { width, ...axisOf(drawn[0]) }) : null, {
    title: "Does it depend on the method, or on the children?",
    summary: subgroupSummary(told, area),
    basis: first
      ? `About ${whole(first.n)} children with two assessments at a distance that counts in ${whole(first.clusters)} authorities, other numbers in a subgroup or by another method (see the table; figures of fewer than 200 children on a side are whole points, each rounded by itself; of a subgroup less all others they are of the smaller of the two); intervals treat authorities as units; latest assessment ${month(first.as_of)}; design of ${first.registered_on}. ${upperFirst(first.counted)}, unless the method says otherwise.`
      : "",
    definition: "./method/comparison",
    file: "need-subgroups",
    columns: [
      text("Children and method", named),
      number("Children in the trial", "trial_n", whole),
      number("Elsewhere", "comparison_n", whole),
      text("Change in the trial", change("trial_mean")),
      text("Change elsewhere", change("comparison_mean")),
      text("Difference", change("estimate")),
      text("95% interval", interval),
      text("p by relabelling (least possible)", relabelled),
      text("p by resampling (least possible)", resampled),
      text("How secure, of 5", (row) => (row.security === null ? "–" : String(row.security))),
      text("What may be said", "grade"),
    ],
  });
}

const named = (row: NeedEstimate): string =>
  row.subgroup_title === null
    ? `${EVERYONE}: ${row.method.replace(/^difference in /, "")}`
    : `${upperFirst(row.subgroup_title)}${isInteraction(row) ? ", less all others" : ""}`;

function subgroupSummary(told: readonly NeedEstimate[], area: string): string {
  if (told.length === 0) return "No method has enough children or authorities on both sides.";
  const isClear = (row: NeedEstimate) => (row.upper as number) < 0 || (row.lower as number) > 0;
  const tested = told.filter(isInteraction);
  const alone = told.filter((row) => !isInteraction(row));
  const clear = alone.filter(isClear);
  const isVerdict = told.some((row) => row.grade !== "too few to say");
  return `${area}: ${whole(clear.length)} of ${whole(alone.length)} intervals that are drawn ${clear.length === 1 ? "excludes" : "exclude"} zero. Filled dots are of all children, by method; hollow ones are of the subgroups that the design fixed, by the difference in change. ${tested.length === 0 ? "No subgroup is large enough to be set against all other children" : `Whether a subgroup differs is asked by its difference less that of all other children: ${whole(tested.filter(isClear).length)} of ${whole(tested.length)} such intervals leave out zero`}; of many lines one may stand out by chance.${isVerdict ? "" : " With so few authorities none of them is a verdict."}`;
}
