import type { WorthOfPoints } from "../../../pipelines/measures/worth-of-points/measure.ts";
import { number } from "../columns.js";
import { figure } from "../figure.js";
import { linesChart } from "../lines-chart.js";
import { pounds, whole } from "../words.js";

interface Options {
  width: number;
  root: string;
}

/** How likely a trial is worth its cost, at each worth that a reader may give a point. */
export function worthCurve(rows: readonly WorthOfPoints[], { width, root }: Options): HTMLElement {
  const shown = rows.flatMap((row) =>
    row.probability === null ? [] : [{ worth: row.worth_gbp, probability: row.probability }],
  );
  return figure(rows, shown.length ? chart(shown, width) : null, {
    title: "How likely it is worth its cost",
    summary: rows.some((row) => !row.is_judged && row.symbol === null)
      ? TOO_FEW
      : worthInWords(shown),
    basis:
      "Draws from what cost and need leave open together, around the published differences; pounds are of the prices of the chart of cost and need. What a point of need is worth is the reader’s to say: nobody has put a price on it.",
    definition: `${root}/method/value#what-a-point-is-worth`,
    file: "worth-of-points",
    columns: [
      number("A point is worth", "worth_gbp", pounds),
      number(
        "Worth its cost",
        "probability",
        (share) => `${whole(share)} in 100`,
        ({ is_judged }) => (is_judged ? null : "too few councils"),
      ),
    ],
  });
}

const TOO_FEW =
  "The councils are too few to say whether it was worth its cost, whatever a point is worth; of so few no chances are drawn.";

/** From which chance on it is said to be worth its cost, or, on the other side, not to be. */
const SURE = 95;

/** Told only where the chance is as sure as an interval: nothing short of that is called likely. */
export function worthInWords(shown: readonly { worth: number; probability: number }[]): string {
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return "No difference in cost and need can be set beside each other.";
  const chances = shown.map(({ probability }) => probability);
  const [least, most] = [Math.min(...chances), Math.max(...chances)];
  const range = `the chance goes from ${whole(least)} to ${whole(most)} in 100`;
  const told = shown.find(({ probability }) => probability >= SURE);
  if (told)
    return `From ${pounds(told.worth)} a point on, it was worth its cost: the chance is ${SURE} in 100 or more.`;
  if (most <= 100 - SURE)
    return `It was not worth its cost at any worth of a point up to ${pounds(last.worth)}: the chance is at most ${whole(most)} in 100.`;
  return `It cannot be told whether it was worth its cost, whatever a point is worth from ${pounds(first.worth)} to ${pounds(last.worth)}: ${range}, and ${SURE} would tell.`;
}

const chart = (shown: readonly { worth: number; probability: number }[], width: number): Element =>
  linesChart(
    shown.map(({ worth, probability }) => ({
      x: worth,
      y: probability,
      series: "Chance that it is worth its cost",
    })),
    {
      width,
      x: "What a point of need less is worth",
      y: "In 100",
      format: whole,
      formatX: pounds,
      references: [{ y: SURE, label: `${SURE} in 100 would tell` }],
    },
  );
