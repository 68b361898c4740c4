import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { decimal, interval, month, whole } from "./words.js";

interface Options {
  width: number;
  title: string;
}

const PLAIN = "difference in change";

const summary = ({ sentence, is_placebo }: NeedEstimate): string =>
  is_placebo
    ? `${sentence} Nothing was tried here, so any difference shows how far authorities differ by themselves.`
    : `${sentence} Left of zero, needs fell more in the trial. The single areas are exploratory. Only children first assessed after their authority began count, so there are fewer than in the chart by authority.`;

/** What comes of giving the trial label to the authorities in every other way. */
const relabelling = (row: NeedEstimate): string =>
  row.permutation_p === null || row.smallest_permutation_p === null
    ? ""
    : `; of all ways to call as many of these authorities the trial, ${whole(100 * row.permutation_p)} in 100 differ as much, and so few authorities could show no fewer than ${whole(100 * row.smallest_permutation_p)} in 100`;

const number = (value: number | null): string | null => (value === null ? null : decimal(value));

/** The difference in change between trial and comparison, one line an area of need. */
export function needEstimates(
  rows: readonly NeedEstimate[],
  { width, title }: Options,
): HTMLElement {
  const total = rows.find(({ outcome }) => outcome === "total") ?? rows[0];
  const lines = rows.map((row) => ({
    label: row.outcome_title,
    value: row.estimate,
    lower: row.lower,
    upper: row.upper,
    colour: TRIAL,
    isHollow: row.outcome !== "total",
    instead: "too few to say",
  }));
  const caveats = total?.caveats.split("; ").filter(Boolean) ?? [];
  return figure(
    rows.map((row) => ({ ...row, symbol: row.estimate === null ? "z" : null })),
    rows.length
      ? intervalsChart(lines, {
          width,
          axis: "Difference in change, trial minus comparison, points of 100",
          narrowAxis: "Difference, points of 100",
          hasZero: true,
          format: decimal,
        })
      : null,
    {
      title,
      summary: total ? summary(total) : "No trial design has enough children on both sides.",
      basis: total
        ? `About ${whole(total.n)} children in ${whole(total.clusters)} authorities; intervals allow for differences between authorities (cluster-robust CR2${total.df === null ? "" : `, ${decimal(total.df)} degrees of freedom`})${relabelling(total)}; latest assessment ${month(total.as_of)}. Keep in mind: ${caveats.join("; ")}.`
        : "Load assessments for the authorities of a design in data/evaluations.",
      definition: "./method/comparison",
      file: "need-estimates",
      columns: [
        { title: "Area of need", text: (row) => row.outcome_title },
        { title: "Trial", text: (row) => number(row.trial_mean), isNumber: true },
        { title: "Comparison", text: (row) => number(row.comparison_mean), isNumber: true },
        { title: "Difference", text: (row) => number(row.estimate), isNumber: true },
        {
          title: "95% interval",
          text: (row) => interval(row.lower, row.upper),
          isNumber: true,
        },
        {
          title: "Children",
          text: (row) => `${whole(row.trial_n)} and ${whole(row.comparison_n)}`,
          isNumber: true,
        },
        { title: "What may be said", text: (row) => row.grade },
      ],
    },
  );
}

const EVERYONE = "Everyone";

/** All children by every method, and each subgroup by the plain one. */
export const subgroupRows = (rows: readonly NeedEstimate[]): NeedEstimate[] =>
  rows.filter((row) => row.subgroup === null || row.method === PLAIN);

const relabelled = (row: NeedEstimate): string =>
  row.permutation_p === null || row.smallest_permutation_p === null
    ? "not asked"
    : `${row.permutation_p.toFixed(2)} (${row.smallest_permutation_p.toFixed(2)})`;

const resampled = (row: NeedEstimate): string =>
  row.bootstrap_p === null || row.smallest_bootstrap_p === null
    ? "too few authorities"
    : `${row.bootstrap_p.toFixed(2)} (${row.smallest_bootstrap_p.toFixed(2)})`;

/** The headline's difference for the subgroups of the design, and for all children by each method. */
export function needSubgroups(
  rows: readonly NeedEstimate[],
  { width, area }: { width: number; area: string },
): HTMLElement {
  const named = (row: NeedEstimate): string => {
    if (row.subgroup_title === null)
      return `${EVERYONE}: ${row.method.replace(/^difference in /, "")}`;
    return row.subgroup_title[0]!.toUpperCase() + row.subgroup_title.slice(1);
  };
  const told = rows.filter((row) => row.estimate !== null && row.lower !== null);
  const clear = told.filter((row) => (row.upper as number) < 0 || (row.lower as number) > 0);
  const [first] = rows;
  return figure(
    rows.map((row) => ({ ...row, symbol: row.estimate === null ? "z" : null })),
    told.length
      ? intervalsChart(
          rows.map((row) => ({
            label: named(row),
            value: row.estimate,
            lower: row.lower,
            upper: row.upper,
            colour: TRIAL,
            isHollow: row.subgroup !== null,
            instead: "too few to say",
          })),
          {
            width,
            axis: "Difference in change, trial minus comparison, points of 100",
            narrowAxis: "Difference, points of 100",
            hasZero: true,
            format: decimal,
          },
        )
      : null,
    {
      title: "Does it depend on the method, or on the children?",
      summary: told.length
        ? `${area}: ${whole(clear.length)} of ${whole(told.length)} intervals ${clear.length === 1 ? "excludes" : "exclude"} zero. Filled dots are of all children, by method; hollow ones are of the subgroups that the design fixed, by the first method. Overlapping intervals say that subgroups cannot be told apart; of many lines one may stand out by chance.${told.every((row) => row.grade === "too few to say") ? " With so few authorities none of them is a verdict." : ""}`
        : "No method has enough children or authorities on both sides.",
      basis: first
        ? `About ${whole(first.n)} children with two assessments in ${whole(first.clusters)} authorities, fewer in a subgroup (see the table); intervals treat authorities as units; latest assessment ${month(first.as_of)}; design of ${first.registered_on}.`
        : "No design has children on both sides.",
      definition: "./method/comparison",
      file: "need-subgroups",
      columns: [
        { title: "Children and method", text: named },
        { title: "Children in the trial", text: (row) => whole(row.trial_n), isNumber: true },
        { title: "Elsewhere", text: (row) => whole(row.comparison_n), isNumber: true },
        { title: "Change in the trial", text: (row) => number(row.trial_mean), isNumber: true },
        { title: "Change elsewhere", text: (row) => number(row.comparison_mean), isNumber: true },
        { title: "Difference", text: (row) => number(row.estimate), isNumber: true },
        { title: "95% interval", text: (row) => interval(row.lower, row.upper), isNumber: true },
        { title: "p by relabelling (least possible)", text: relabelled, isNumber: true },
        { title: "p by resampling (least possible)", text: resampled, isNumber: true },
        { title: "What may be said", text: (row) => row.grade },
      ],
    },
  );
}
