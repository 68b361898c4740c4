import type { TrialPower } from "../../pipelines/measures/trial-power/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { decimal, whole } from "./words.js";

/** What a trial with so many units and children on each side could see. */
export function trialPower(rows: readonly TrialPower[], { width }: { width: number }): HTMLElement {
  const shown = rows.map((row) => ({ ...row, symbol: null }));
  const lines = rows.map((row) => ({
    label: `${row.units} ${row.unit}, ${row.children} children each`,
    value: row.detectable,
    lower: null,
    upper: null,
    colour: row.unit === "authorities" ? TRIAL : COMPARISON,
    isHollow: row.unit !== "authorities",
  }));
  const chart = intervalsChart(lines, {
    width,
    axis: "Smallest difference found four times in five, points of 100",
    narrowAxis: "Smallest difference, points",
    hasZero: true,
    format: decimal,
  });
  return figure(shown, rows.length ? chart : null, {
    title: "What the next trial could see",
    summary: summaryOf(rows),
    basis:
      "Worked out from how far units and children lie apart in the changes that are loaded; how far units do is known from few of them, so it is taken at the upper end of its 80% interval. The noise of published means is in it.",
    definition: "./method/comparison#plan-a-trial",
    file: "trial-power",
    columns: [
      text("Compared", "unit"),
      number("On each side", "units", whole),
      number("Children in each", "children", whole),
      number("Smallest difference", "detectable", decimal),
      number("Units apart by", "between", decimal),
      number("Children apart by", "within", decimal),
    ],
  });
}

function summaryOf(rows: readonly TrialPower[]): string {
  if (rows.length === 0) return "Too few units are loaded to say how far they lie apart.";
  const of = (unit: string, units: number) =>
    rows.filter((row) => row.unit === unit && row.units === units).at(-1);
  return ["authorities", "settings"]
    .flatMap((unit) => {
      const [few, many] = [of(unit, 3), of(unit, 20)];
      return few && many
        ? [
            `With 3 ${unit} of ${few.children} children on each side a difference under ${decimal(few.detectable)} points would mostly go unseen, with 20 of them under ${decimal(many.detectable)}.`,
          ]
        : [];
    })
    .join(" ");
}
