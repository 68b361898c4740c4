import * as Plot from "@observablehq/plot";
import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { COMPARISON, isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { interval, month, plural, points, upperFirst, whole } from "./words.js";

/** Where need stood at the first reading, and how far both sides had come at the last. */
const [FIRST, LAST] = [0, 1];

/** Both sides from the first reading to the last, the gap between them shaded. */
export function gapChart(
  rows: readonly NeedEstimate[],
  { width, isBrief = false }: { width: number; isBrief?: boolean },
): HTMLElement {
  const primary = rows.find((row) => row.is_primary);
  const shown = primary ? [primary] : [];
  return figure(
    shown,
    primary && primary.trial_mean !== null && primary.comparison_mean !== null
      ? chartOf({ trial: primary.trial_mean, elsewhere: primary.comparison_mean }, width)
      : null,
    {
      title: "Change in need since the first reading, points of 100",
      summary: summaryOf(primary),
      basis: primary
        ? `${primary.security_why ? `How secure: ${primary.security_why}. ` : ""}About ${whole(primary.n)} children with two assessments at a distance that counts in ${sidesInWords(primary)}; latest assessment ${month(primary.as_of)}. ${upperFirst(primary.counted)}.`
        : "",
      definition: "./method/comparison",
      file: "need-headline",
      isPictureFirst: true,
      isBrief,
      columns: [
        text("Area of need", "outcome_title"),
        number("Trial", "trial_mean", points),
        number("Elsewhere", "comparison_mean", points),
        number("Difference", "estimate", points),
        interval95(),
      ],
    },
  );
}

/** The authorities behind an estimate, and those of the trial and elsewhere that are not. */
function sidesInWords(row: NeedEstimate): string {
  const apart = row.trial_apart + row.comparison_apart;
  const none =
    apart === 0
      ? ""
      : ` (${plural(apart, "other authority", "other authorities")} cannot be compared)`;
  return `${whole(row.trial_authorities)} trial and ${whole(row.comparison_authorities)} comparison authorities${none}`;
}

function summaryOf(row: NeedEstimate | undefined): string {
  if (!row) return "No trial design has enough children with two assessments on both sides.";
  const range = interval(row.lower, row.upper);
  return row.estimate === null
    ? row.sentence
    : `The shaded gap is ${points(row.estimate)} points${range ? ` (95% interval ${range})` : ""}; less than 0 means that need fell more in the trial.`;
}

function chartOf(last: { trial: number; elsewhere: number }, width: number): Element {
  const narrow = isNarrow(width);
  const sides = [
    { side: "Trial", change: last.trial, colour: TRIAL },
    { side: "Elsewhere", change: last.elsewhere, colour: COMPARISON },
  ];
  const lines = sides.flatMap(({ change, ...side }) => [
    { ...side, at: FIRST, change: 0 },
    { ...side, at: LAST, change },
  ]);
  const gap = [
    { at: FIRST, trial: 0, elsewhere: 0 },
    { at: LAST, ...last },
  ];
  const line = { x: "at", y: "change", stroke: "colour" } as const;
  return Plot.plot({
    width,
    height: narrow ? 240 : 320,
    marginLeft: 40,
    marginRight: narrow ? 132 : 150,
    marginTop: 30,
    marginBottom: 34,
    style: plotStyle,
    x: {
      domain: [FIRST, LAST],
      ticks: [FIRST, LAST],
      tickFormat: (at: number) => (at === FIRST ? "first reading" : "last reading"),
      label: null,
      tickSize: 0,
    },
    y: { label: null, grid: true, ticks: 4, nice: true, tickFormat: points },
    marks: [
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.areaY(gap, { x: "at", y1: "trial", y2: "elsewhere", fill: TRIAL, fillOpacity: 0.18 }),
      Plot.ruleX([FIRST], { stroke: "var(--ink)", strokeWidth: 1.5 }),
      Plot.text([FIRST], {
        x: (at: number) => at,
        frameAnchor: "top",
        textAnchor: "start",
        dy: -14,
        text: () => "first reading",
        fill: "var(--ink)",
        fontWeight: 600,
      }),
      Plot.line(lines, { ...line, z: "side", strokeWidth: 3 }),
      Plot.dot(
        lines.filter(({ at }) => at === LAST),
        {
          ...line,
          fill: "colour",
          r: 5,
          title: ({ side, change }: (typeof lines)[number]) =>
            `${side}: ${points(change)} points from first to last reading`,
        },
      ),
      Plot.text(
        lines.filter(({ at }) => at === LAST),
        {
          x: "at",
          y: "change",
          text: ({ side, change }: (typeof lines)[number]) => `${side} ${points(change)}`,
          textAnchor: "start",
          dx: 10,
          fill: "var(--ink)",
          fontWeight: 600,
        },
      ),
    ],
  }) as Element;
}
