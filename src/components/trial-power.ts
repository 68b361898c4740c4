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
    label: `${sizeOf(row)}, ${row.children} children each${row.evaluation === null ? "" : " (as the trial)"}`,
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
      "Worked out from how far units and children lie apart in the changes that are loaded; how far units do is known from few of them, so it is taken at the upper end of its 80% interval. The noise of published means is in it. Settings are compared within their authority: with those of others, authorities are what counts. A plan takes units alike: a trial of unequal ones, or one compared within several instruments, has fewer degrees of freedom and finds less.",
    definition: "./method/comparison#plan-a-trial",
    file: "trial-power",
    columns: [
      text("Compared", "unit"),
      number("In the trial", "units", whole),
      number("To compare with", "comparison_units", whole),
      number("Children in each", "children", whole),
      number("Smallest difference", "detectable", decimal),
      number("Found by the trial itself", "found_by_trial", decimal, () => "–"),
      number("Units apart by", "between", decimal),
      number("Children apart by", "within", decimal),
    ],
  });
}

function summaryOf(rows: readonly TrialPower[]): string {
  if (rows.length === 0) return "Too few units are loaded to say how far they lie apart.";
  const of = (unit: string, units: number) =>
    rows
      .filter((row) => row.evaluation === null && row.unit === unit && row.units === units)
      .at(-1);
  const plans = ["authorities", "settings"]
    .flatMap((unit) => {
      const [few, many] = [of(unit, 3), of(unit, 20)];
      return few && many
        ? [
            `With 3 ${unit} of ${few.children} children on each side a difference under ${decimal(few.detectable)} points would be missed more than one time in five, with 20 of them under ${decimal(many.detectable)}.`,
          ]
        : [];
    })
    .join(" ");
  const own = rows.flatMap((row) =>
    row.found_by_trial === null
      ? []
      : [
          `A plan of the size of the trial that is loaded, ${sizeOf(row)}, says ${decimal(row.detectable)}; the trial itself could find ${decimal(row.found_by_trial)}.`,
        ],
  );
  return [plans, ...own].join(" ");
}

const sizeOf = ({ unit, units, comparison_units }: TrialPower): string =>
  units === comparison_units ? `${units} ${unit}` : `${units} ${unit} against ${comparison_units}`;
