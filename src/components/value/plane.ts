import * as Plot from "@observablehq/plot";
import type { CostEffectivenessRow } from "../../../pipelines/measures/cost-effectiveness/measure.ts";
import { isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { between, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { missingCell } from "../reasons.js";
import { points, pounds, whole } from "../words.js";

interface Options {
  width: number;
  root: string;
}

type Row = CostEffectivenessRow;

const WITHOUT: Record<string, string> = {
  "left out": "left out",
  nothing: "taken to cost nothing",
  "as others": "taken to cost what others of their authority do",
};

/** What a trial costs more or less beside what it does, with both intervals, and how likely each corner is. */
export function valuePlane(rows: readonly Row[], { width, root }: Options): HTMLElement {
  const base = rows.find((row) => row.missing === "left out");
  const isDrawn =
    base !== undefined &&
    base.cost_gbp !== null &&
    base.effect !== null &&
    base.cost_lower_gbp !== null &&
    base.effect_lower !== null;
  return figure(rows, isDrawn ? chart(base, width) : null, {
    title: "Cost and need: trial less comparison",
    summary: base?.sentence ?? "No trial has a value design and spend on both sides.",
    basis: base ? basisOf(base) : "A value design is a row of data/reference/value_designs.csv.",
    definition: `${root}/method/value`,
    file: "cost-effectiveness",
    isPictureFirst: true,
    columns: [
      text("Children without spend", (row) => WITHOUT[row.missing] ?? row.missing),
      number<Row>("Trial", (row) => row.trial_gbp, pounds, missingCell),
      number<Row>("Comparison", (row) => row.comparison_gbp, pounds, missingCell),
      number<Row>("Difference", (row) => row.cost_gbp, pounds, missingCell),
      between(
        "95% interval",
        (row) => ({ lower: row.cost_lower_gbp, upper: row.cost_upper_gbp }),
        pounds,
      ),
      number("Points less need", "effect", points),
      between("95% interval", (row) => ({ lower: row.effect_lower, upper: row.effect_upper })),
      number("For a point", "per_point_gbp", pounds, () => "none: see the sentence"),
    ],
  });
}

function basisOf(row: Row): string {
  const without =
    row.trial_without === null || row.comparison_without === null
      ? "few"
      : `${whole(row.trial_without)} and ${whole(row.comparison_without)}`;
  const children =
    row.trial_n === null || row.comparison_n === null
      ? "Too few children have a cost."
      : `Cost: about ${whole(row.trial_n)} trial and ${whole(row.comparison_n)} comparison children; ${without} more count in the need and have spend for less than half of the days between their readings, and the table says what they would change.`;
  const corners =
    row.better_dearer === null || !row.is_judged
      ? ""
      : ` Of 100 draws around what was seen, as wide as the intervals, ${whole(row.better_dearer)} have less need for more money, ${whole(row.better_cheaper ?? 0)} less for less, ${whole(row.worse_dearer ?? 0)} more need for more, ${whole(row.worse_cheaper ?? 0)} more for less; they show how sure the figures are, and are no chances of what is true.`;
  return `${children} ${row.perspective}. ${row.horizon}; prices of ${row.price_year} by an index (${row.price_index ?? "none"}). Intervals are over councils, not children.${corners}`;
}

const CORNERS = [
  { x: "right", y: "top", words: "less need, dearer" },
  { x: "right", y: "bottom", words: "less need, cheaper" },
  { x: "left", y: "top", words: "more need, dearer" },
  { x: "left", y: "bottom", words: "more need, cheaper" },
] as const;

function chart(row: Row, width: number): Element {
  const narrow = isNarrow(width);
  const reach = (values: readonly (number | null)[]) =>
    1.15 * Math.max(...values.map((value) => Math.abs(value ?? 0)));
  const x = reach([row.effect_lower, row.effect_upper]);
  const y = reach([row.cost_lower_gbp, row.cost_upper_gbp]);
  const at = [{ x: row.effect, y: row.cost_gbp }];
  return Plot.plot({
    width,
    height: narrow ? 320 : 380,
    marginLeft: 64,
    marginRight: 20,
    marginBottom: 46,
    style: plotStyle,
    x: {
      domain: [-x, x],
      label: "Points less need",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 5 : 9,
    },
    y: {
      domain: [-y, y],
      label: "A year of a child, more",
      labelArrow: "none",
      tickFormat: pounds,
      ticks: 6,
      grid: true,
    },
    marks: [
      Plot.ruleX([0], { stroke: "var(--ink)" }),
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.ruleY(at, {
        y: "y",
        x1: row.effect_lower as number,
        x2: row.effect_upper as number,
        stroke: TRIAL,
        strokeWidth: 3,
      }),
      Plot.ruleX(at, {
        x: "x",
        y1: row.cost_lower_gbp as number,
        y2: row.cost_upper_gbp as number,
        stroke: TRIAL,
        strokeWidth: 3,
      }),
      Plot.dot(at, {
        x: "x",
        y: "y",
        r: 7,
        title: ({ x, y }: { x: number; y: number }) =>
          `${points(x)} points less need, ${pounds(y)} more a year of a child; 95% intervals ${points(row.effect_lower as number)} to ${points(row.effect_upper as number)} and ${pounds(row.cost_lower_gbp as number)} to ${pounds(row.cost_upper_gbp as number)}`,
        fill: TRIAL,
        stroke: "var(--surface)",
        strokeWidth: 1.5,
      }),
      ...CORNERS.map((corner) =>
        Plot.text([corner], {
          frameAnchor: `${corner.y}-${corner.x}`,
          text: "words",
          dx: corner.x === "left" ? 6 : -6,
          dy: corner.y === "top" ? 8 : -8,
          fill: "var(--muted)",
          stroke: "var(--surface)",
          strokeWidth: 8,
        }),
      ),
    ],
  }) as Element;
}
