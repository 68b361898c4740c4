import * as Plot from "@observablehq/plot";
import type { EvaluationFlow } from "../../pipelines/measures/evaluation-flow/measure.ts";
import { COMPARISON, isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { number, text } from "./columns.js";
import { withKey } from "./evaluation/both-sides.js";
import { figure } from "./figure.js";
import { month, whole } from "./words.js";

const SIDES = { trial: "Trial", comparison: "Elsewhere" } as const;

/** How many children are left at each step from the first assessment to the estimate, by side. */
export function evaluationFlow(
  rows: readonly EvaluationFlow[],
  { width }: { width: number },
): HTMLElement {
  const shown = rows.filter((row) => row.comparison === rows[0]?.comparison);
  return figure(shown, shown.length ? bars(shown, width) : null, {
    title: "From assessed to compared",
    summary: shown.length
      ? `${inWords(shown, "trial")} ${inWords(shown, "comparison")} Each step is within the one before; the last is the headline’s.`
      : "No trial of children is loaded.",
    basis: `Counts to the nearest five, so there is no interval; latest assessment ${month(shown[0]?.as_of ?? null)}.`,
    definition: "./method/comparison#who-counts",
    file: "evaluation-flow",
    columns: [
      text("Side", (row) => SIDES[row.side]),
      text("Step", "step_title"),
      number("Authorities", "authorities", whole),
      number("Children", "child_count", whole),
    ],
  });
}

function inWords(rows: readonly EvaluationFlow[], side: EvaluationFlow["side"]): string {
  const own = rows.filter((row) => row.side === side);
  const of = (step: string) => own.find((row) => row.step === step)?.child_count ?? null;
  const [all, last] = [of("assessed"), of("compared")];
  const count = (n: number | null) => (n === null ? "a few" : `about ${whole(n)}`);
  return `${SIDES[side]}: of ${count(all)} children assessed, ${count(last)} are in the estimate.`;
}

function bars(rows: readonly EvaluationFlow[], width: number): Element {
  const narrow = isNarrow(width);
  const titles = [...new Set(rows.map(({ step_title }) => step_title))];
  const chart = Plot.plot({
    width,
    height: titles.length * (narrow ? 72 : 56) + 40,
    marginLeft: narrow ? 12 : 290,
    marginRight: 56,
    marginTop: narrow ? 16 : 4,
    style: plotStyle,
    x: { label: null, grid: true, ticks: narrow ? 4 : 8 },
    fy: { domain: titles, label: null, axis: narrow ? null : "left", padding: 0.25 },
    y: { axis: null, domain: ["trial", "comparison"] },
    marks: [
      Plot.barX(rows, {
        fy: "step_title",
        y: "side",
        x: (row: EvaluationFlow) => row.child_count ?? 0,
        fill: (row: EvaluationFlow) => (row.side === "trial" ? TRIAL : COMPARISON),
        title: (row: EvaluationFlow) =>
          `${SIDES[row.side]}, ${row.step_title.toLowerCase()}: ${row.child_count === null ? "hidden" : `about ${whole(row.child_count)} children in ${whole(row.authorities)} authorities`}`,
      }),
      Plot.text(rows, {
        fy: "step_title",
        y: "side",
        x: (row: EvaluationFlow) => row.child_count ?? 0,
        text: (row: EvaluationFlow) =>
          row.child_count === null ? "hidden" : whole(row.child_count),
        textAnchor: "start",
        dx: 5,
        fill: "var(--ink)",
      }),
      ...(narrow
        ? [
            Plot.text(titles, {
              fy: (title: string) => title,
              frameAnchor: "top-left",
              text: (title: string) => title,
              dy: -13,
              fill: "var(--ink)",
            }),
          ]
        : []),
      Plot.ruleX([0], { stroke: "var(--ink)" }),
    ],
  }) as Element;
  return withKey(chart, [
    { mark: "■", label: SIDES.trial, colour: TRIAL },
    { mark: "■", label: SIDES.comparison, colour: COMPARISON },
  ]);
}
