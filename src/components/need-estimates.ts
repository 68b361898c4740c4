import type { NeedEstimate } from "../../pipelines/releases/need-estimates.ts";
import { TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { decimal, interval, month, whole } from "./words.js";

interface Options {
  width: number;
  title: string;
}

const summary = ({ sentence, is_placebo }: NeedEstimate): string =>
  is_placebo
    ? `${sentence} Nothing was tried here, so any difference shows how far authorities differ by themselves.`
    : `${sentence} Left of nought, needs fell more in the trial. The single areas are exploratory. Only children first assessed after their authority began count, so there are fewer than in the chart by authority.`;

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
  const caveats = [...new Set(rows.flatMap((row) => row.caveats.split("; ")))].filter(Boolean);
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
        ? `About ${whole(total.n)} children in ${whole(total.clusters)} authorities; intervals allow for differences between authorities (cluster-robust CR2${total.df === null ? "" : `, ${decimal(total.df)} degrees of freedom`}); latest assessment ${month(total.as_of)}. Keep in mind: ${caveats.join("; ")}.`
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
