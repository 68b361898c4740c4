import * as Plot from "@observablehq/plot";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationPeriod } from "../../../pipelines/measures/evaluation-periods/measure.ts";
import { BEHIND, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { interval } from "../words.js";
import { chance, difference, differenceUnit, signed, upperFirst, yearOf } from "./amounts.js";
import { basisOf, yearsOf } from "./both-sides.js";
import { breaksInWords, yearsPlot } from "./years-chart.js";

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
  type Shown = (typeof shown)[number];
  const colour = (row: Shown) => (row.is_after ? TRIAL : BEHIND);
  const reference = rows.filter(({ is_after }) => !is_after).at(-1);
  const after = drawn.filter(({ is_after }) => is_after);
  const clear = after.filter(({ lower, upper }) => (lower ?? 0) > 0 || (upper ?? 0) < 0);
  return figure(
    shown,
    drawn.length > 1
      ? yearsPlot(
          years,
          [
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
            }),
          ],
          {
            width,
            y: `${upperFirst(differenceUnit(outcome))}, trial less comparison`,
            hasZero: true,
          },
        )
      : null,
    {
      title: "The gap before and after",
      summary:
        drawn.length > 1
          ? `Each year’s gap between the two sides, less the gap in ${reference?.period}. ${preTrend(outcome)} After the start ${clear.length === 0 ? "no year’s interval excludes zero" : `the intervals of ${clear.map(({ period }) => period).join(", ")} exclude zero`}.${breaksInWords(years)}`
          : "There is no year before the start to measure the gap from.",
      basis: `${basisOf(outcome)} Lines are 95% intervals, one year at a time.`,
      definition: "./method/evaluation#the-gap-before-and-after",
      file: `gap-by-year-${outcome.outcome}-${outcome.comparison}`,
      columns: [
        { title: "Year", text: (row) => row.period },
        {
          title: "Gap",
          text: (row) => (row.estimate === null ? "–" : signed(row.estimate)),
          isNumber: true,
        },
        {
          title: "95% interval",
          text: (row) => interval(row.lower, row.upper, signed) ?? "–",
          isNumber: true,
        },
        { title: "After the start", text: (row) => (row.is_after ? "yes" : "no") },
      ],
    },
  );
}

/** Whether the sides were already parting before the start. */
export const preTrend = ({ pre_trend_p: p, periods_before }: EvaluationOutcome): string =>
  p === null
    ? `With ${periods_before} years before the start, whether the sides were already parting cannot be tested.`
    : p < 0.05
      ? `The sides were already parting before the start: only ${chance(p)} other choices of authorities as the trial drift as much, so the difference after it may be that drift.`
      : `Before the start the sides did not part unusually: ${chance(p)} other choices of authorities as the trial drift as much or more.`;
