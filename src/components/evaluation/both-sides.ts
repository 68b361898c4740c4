import * as Plot from "@observablehq/plot";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationPeriod } from "../../../pipelines/measures/evaluation-periods/measure.ts";
import { COMPARISON, TRIAL } from "../chart-style.js";
import { text } from "../columns.js";
import { figure } from "../figure.js";
import { decimal, fixed, plural, upperFirst, whole } from "../words.js";
import { level, yearOf } from "./amounts.js";
import { breaksInWords, stretches, type Years, yearsPlot } from "./years-chart.js";

/** Break and start of an outcome's years. */
export const yearsOf = (outcome: EvaluationOutcome, rows: readonly EvaluationPeriod[]): Years => ({
  periods: rows.map(({ period }) => period),
  firstTrial: outcome.first_trial_period,
  isStartAssumed: outcome.is_start_assumed,
  breaks: rows.flatMap(({ period, series_break }) =>
    series_break ? [{ period, why: series_break }] : [],
  ),
});

/** Said wherever a start is named. */
const assumedIn = (outcome: EvaluationOutcome): string =>
  outcome.is_start_assumed ? ", which is assumed" : "";

/** Of figures of a year that holds the start: they count as before. */
const pastStart = ({ months_past_start: months }: EvaluationOutcome): string =>
  months ? ` The last year before runs ${plural(months, "month", "months")} past the start.` : "";

/** What every figure of one outcome and comparison rests on. */
export const basisOf = (outcome: EvaluationOutcome): string =>
  outcome.is_descriptive
    ? `${outcome.trial_authorities} trial and ${outcome.comparison_authorities} comparison authorities with a figure in each year; the difference is of the last year before the start${assumedIn(outcome)} and the last of all, ${outcome.last_period}.${pastStart(outcome)}`
    : `${outcome.trial_authorities} trial and ${outcome.comparison_authorities} comparison authorities with a figure in each of ${plural(outcome.periods_before, "year", "years")} before and ${outcome.periods_after} after the start${assumedIn(outcome)}; up to ${outcome.last_period}.${pastStart(outcome)}`;

/** A decimal says nothing of thousands. */
const amount = (value: number): string => (Math.abs(value) >= 1000 ? whole(value) : decimal(value));

/** Both sides as they were published, year by year. */
export function bothSides(
  outcome: EvaluationOutcome,
  rows: readonly EvaluationPeriod[],
  { width, isBrief = false, title }: { width: number; isBrief?: boolean; title?: string },
): HTMLElement {
  const years = yearsOf(outcome, rows);
  const missing = missingYears(years);
  const chart = chartOf({ outcome, rows, years }, width, isBrief ? 280 : undefined);
  const first = rows[0];
  const last = rows.at(-1);
  const from = (mean: "trial_mean" | "comparison_mean") =>
    `${amount(level(first?.[mean] ?? null, outcome) ?? 0)} to ${amount(level(last?.[mean] ?? null, outcome) ?? 0)}`;
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    chart,
    {
      title: title ?? (isBrief ? outcome.title : "Both sides, year by year"),
      isBrief,
      summary:
        first && last
          ? `From ${first.period} to ${last.period} the ${outcome.scale === "log" ? "geometric " : ""}mean of the trial authorities went from ${from("trial_mean")} ${outcome.unit}, that of the others from ${from("comparison_mean")}.${missing ? ` Years without a comparable figure are left blank: ${missing}.` : ""}${breaksInWords(years)}`
          : "No year has a figure in every trial authority, so there is nothing to draw.",
      basis: `${basisOf(outcome)} Each authority counts once; published figures, so a year has no interval.`,
      definition: "./method/evaluation#both-sides-year-by-year",
      file: `both-sides-${outcome.outcome}-${outcome.comparison}`,
      columns: [
        text("Year", "period"),
        { title: "Trial", text: (row) => shown(level(row.trial_mean, outcome)), isNumber: true },
        {
          title: "Comparison",
          text: (row) => shown(level(row.comparison_mean, outcome)),
          isNumber: true,
        },
        text("After the start", (row) => (row.is_after ? "yes" : "no")),
        text("Break", (row) => row.series_break ?? "–"),
      ],
    },
  );
}

/** Each side in each year in which it has a figure; a line breaks where the series does. */
function pointsOf({ outcome, rows, years }: Drawn): Point[] {
  const stretch = stretches(years);
  return rows.flatMap((row) =>
    [
      { side: TRIAL_SIDE, value: level(row.trial_mean, outcome) },
      { side: OTHER_SIDE, value: level(row.comparison_mean, outcome) },
    ].flatMap(({ side, value }) =>
      value === null
        ? []
        : [{ side, value, year: yearOf(row.period), z: `${side} ${stretch.get(row.period)}` }],
    ),
  );
}

interface Drawn {
  outcome: EvaluationOutcome;
  rows: readonly EvaluationPeriod[];
  years: Years;
}

function chartOf({ outcome, rows, years }: Drawn, width: number, height?: number): Element | null {
  const stretch = stretches(years);
  const points = pointsOf({ outcome, rows, years });
  if (points.length === 0) return null;
  const line = { x: "year", y: "value", stroke: (d: Point) => COLOUR[d.side] } as const;
  const gap = rows.flatMap((row) => {
    const [trial, other] = [level(row.trial_mean, outcome), level(row.comparison_mean, outcome)];
    const z = String(stretch.get(row.period));
    return trial === null || other === null ? [] : [{ year: yearOf(row.period), trial, other, z }];
  });
  const marks = [
    Plot.areaY(gap, {
      x: "year",
      y1: "trial",
      y2: "other",
      z: "z",
      fill: TRIAL,
      fillOpacity: 0.16,
    }),
    Plot.line(points, { ...line, z: "z", strokeWidth: 2.5 }),
    Plot.dot(points, {
      ...line,
      r: 4.5,
      symbol: (d: Point) => (d.side === TRIAL_SIDE ? "circle" : "square"),
      fill: (d: Point) => (d.side === TRIAL_SIDE ? TRIAL : "var(--surface)"),
      strokeWidth: 2,
      title: (d: Point) => `${d.side}, ${d.year}: ${decimal(d.value)}`,
    }),
  ];
  return withKey(
    yearsPlot(years, marks, {
      width,
      y: upperFirst(outcome.unit),
      ...(height ? { height } : {}),
    }),
  );
}

interface Point {
  side: string;
  value: number;
  year: number;
}

const TRIAL_SIDE = "Trial authorities";
const OTHER_SIDE = "Comparison authorities";
const COLOUR: Record<string, string> = { [TRIAL_SIDE]: TRIAL, [OTHER_SIDE]: COMPARISON };
const shown = (value: number | null): string =>
  value === null ? "–" : Math.abs(value) >= 1000 ? whole(value) : fixed(value, 2);

function missingYears({ periods }: Years): string {
  const years = periods.map(yearOf);
  const all = Array.from(
    { length: (years.at(-1) ?? 0) - (years[0] ?? 0) + 1 },
    (_, i) => (years[0] ?? 0) + i,
  );
  return all
    .filter((year) => !years.includes(year))
    .map((year) =>
      periods[0]?.length === 4 ? String(year) : `${year}-${String(year + 1).slice(-2)}`,
    )
    .join(", ");
}

/** A key in words and marks, above the chart. */
export function withKey(chart: Element, entries = KEY): Element {
  const whole = document.createElement("div");
  const key = document.createElement("p");
  key.className = "key";
  for (const { mark, label, colour } of entries) {
    const entry = document.createElement("span");
    const sign = document.createElement("span");
    sign.textContent = mark;
    sign.style.color = colour;
    sign.setAttribute("aria-hidden", "true");
    entry.append(sign, ` ${label}`);
    key.append(entry);
  }
  whole.append(key, chart);
  return whole;
}

const KEY = [
  { mark: "●", label: TRIAL_SIDE, colour: TRIAL },
  { mark: "□", label: OTHER_SIDE, colour: COMPARISON },
];
