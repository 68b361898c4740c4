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
  const half = shown.find((row) => row.probability >= 50);
  const last = shown.at(-1);
  return figure(rows, shown.length ? chart(shown, width) : null, {
    title: "How likely it is worth its cost",
    summary: last
      ? `${half ? `From ${pounds(half.worth)} a point on it is likelier than not to be worth its cost` : "At no worth of a point that is asked about is it likelier than not to be worth its cost"}; at ${pounds(last.worth)} the chance is ${whole(last.probability)} in 100.`
      : "No difference in cost and need can be set beside each other.",
    basis:
      "Draws from what cost and need leave open together, around the published differences. What a point of need is worth is the reader’s to say: nobody has put a price on it.",
    definition: `${root}/method/value#what-a-point-is-worth`,
    file: "worth-of-points",
    columns: [
      number("A point is worth", "worth_gbp", pounds),
      number("Worth its cost", "probability", (share) => `${whole(share)} in 100`),
    ],
  });
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
      references: [{ y: 50, label: "as likely as not" }],
    },
  );
