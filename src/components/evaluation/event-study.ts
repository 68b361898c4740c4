import * as Plot from "@observablehq/plot";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationPeriod } from "../../../pipelines/measures/evaluation-periods/measure.ts";
import { BEHIND, TRIAL } from "../chart-style.js";
import { interval95, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { plural, upperFirst } from "../words.js";
import { chance, difference, differenceUnit, signed, yearOf } from "./amounts.js";
import { basisOf, yearsOf } from "./both-sides.js";
import { breaksInWords, type Years, yearsPlot } from "./years-chart.js";

/** The gap between the sides, relative to the last year before the start. */
export function eventStudy(
  outcome: EvaluationOutcome,
  rows: readonly EvaluationPeriod[],
  { width }: { width: number },
): HTMLElement {
  const years = yearsOf(outcome, rows);
  const shown = rows.map((row) => ({
    ...row,
    estimate: difference(row.estimate, outcome),
    lower: difference(row.lower, outcome),
    upper: difference(row.upper, outcome),
    year: yearOf(row.period),
    symbol: null,
  }));
  const drawn = shown.filter(({ estimate }) => estimate !== null);
  const reference = rows.filter(({ is_after }) => !is_after).at(-1);
  const after = drawn.filter(({ is_after }) => is_after);
  const clear = after.filter(({ lower, upper }) => (lower ?? 0) > 0 || (upper ?? 0) < 0);
  return figure(shown, drawn.length > 1 ? chartOf(drawn, years, { outcome, width }) : null, {
    title: "The gap before and after",
    summary:
      drawn.length > 1
        ? `Each year’s gap between the two sides, less the gap in ${reference?.period}. ${preTrend(outcome)} After the start ${clear.length === 0 ? "no year’s interval excludes zero" : `the intervals of ${clear.map(({ period }) => period).join(", ")} exclude zero`}.${breaksInWords(years)}`
        : "There is no year before the start to measure the gap from.",
    basis: `${basisOf(outcome)} Lines are 95% intervals, one year at a time.`,
    definition: "./method/evaluation#the-gap-before-and-after",
    file: `gap-by-year-${outcome.outcome}-${outcome.comparison}`,
    columns: [
      text("Year", "period"),
      number("Gap", "estimate", signed, () => "–"),
      interval95(signed, () => "–"),
      text("After the start", (row) => (row.is_after ? "yes" : "no")),
    ],
  });
}

type Shown = EvaluationPeriod & { year: number };

const colour = (row: Shown) => (row.is_after ? TRIAL : BEHIND);

function chartOf(
  drawn: Shown[],
  years: Years,
  { outcome, width }: { outcome: EvaluationOutcome; width: number },
): Element {
  const marks = [
    Plot.ruleX(
      drawn.filter(({ lower }) => lower !== null),
      { x: "year", y1: "lower", y2: "upper", stroke: colour, strokeWidth: 3 },
    ),
    Plot.dot(drawn, {
      x: "year",
      y: "estimate",
      r: 5,
      stroke: colour,
      strokeWidth: 2,
      fill: (row: Shown) => (row.is_after ? TRIAL : "var(--surface)"),
      title: (row: Shown) =>
        `${row.period}: ${signed(row.estimate as number)}${row.lower === null || row.upper === null ? "" : ` (95% interval ${signed(row.lower)} to ${signed(row.upper)})`}`,
    }),
  ];
  const y = `${upperFirst(differenceUnit(outcome))}, trial less comparison`;
  return yearsPlot(years, marks, { width, y, hasZero: true });
}

/** Whether the sides were already parting before the start. */
export const preTrend = ({ pre_trend_p: p, periods_before }: EvaluationOutcome): string =>
  p === null
    ? `With ${plural(periods_before, "year", "years")} before the start, whether the sides were already parting cannot be tested.`
    : p < 0.05
      ? `The sides were already parting before the start: only ${chance(p)} other choices of authorities as the trial drift as much, so the difference after it may be that drift.`
      : `Before the start the sides did not part unusually: ${chance(p)} other choices of authorities as the trial drift as much or more.`;
