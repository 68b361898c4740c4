import * as Plot from "@observablehq/plot";
import type { NeedByPeriod } from "../../pipelines/measures/need-by-period/measure.ts";
import { COMPARISON, isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { reasonWords } from "./reasons.js";
import { interval, month, plural, points, sumOf, whole } from "./words.js";

const CAUSES: Record<string, string> = {
  outside: "outside the limits",
  trend: "one of 7 that rise or fall without a break",
  twoInThree: "one of two in three near a limit",
  shift: "one of 7 on one side of the mean",
};

/** One measure of one authority over time, with the limits within which periods lie by chance. */
export function needByPeriod(
  rows: readonly NeedByPeriod[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const shown = rows.filter((row) => row.value !== null);
  const hidden = rows.filter((row) => row.symbol === "c").length;
  return figure(rows, shown.length ? chartOf(rows, shown, width) : null, {
    title,
    summary: summaryOf(rows, shown),
    basis: `${whoIsIn(rows, hidden)}; latest reading ${month(rows[0]?.as_of ?? null)}. Single periods have no interval: the limits say how far they vary.`,
    definition: "./method/over-time",
    file: "need-by-period",
    columns: [
      text("Period", periodName),
      number("Children", "child_count", whole),
      number("Mean", "value", points),
      number("Mean of all periods", "mean", points, () => "no limits"),
      {
        title: "Limits",
        text: (row) => interval(row.lower, row.upper) ?? "no limits",
        isNumber: true,
      },
      text("Unlike the others", unlikeInWords),
    ],
  });
}

/** Without limits no period is judged, and a hidden one never is. */
const unlikeInWords = ({ cause, value, lower, upper }: NeedByPeriod): string =>
  cause !== null
    ? CAUSES[cause]!
    : value === null || lower === null || upper === null
      ? "not judged"
      : "no";

const periodName = (row: NeedByPeriod): string =>
  row.period_kind === "month" ? month(row.period) : `${month(row.period)} and the two months after`;

function summaryOf(rows: readonly NeedByPeriod[], shown: readonly NeedByPeriod[]): string {
  const [first] = rows;
  if (first === undefined) return "There are no readings to follow over time.";
  const kind = first.period_kind;
  if (shown.length === 0) return `No ${kind} has enough children to be shown.`;
  if (first.reason !== null || first.mean === null) {
    return `${plural(shown.length, kind, `${kind}s`)} can be shown; ${first.reason === null ? "no limits could be worked out" : reasonWords(first.reason)}.`;
  }
  const last = shown.at(-1);
  const unlike = shown.filter((row) => row.cause !== null);
  const limits = first.is_trial ? "trial limits, of fewer than 13 periods" : "limits";
  const recent = unlike.at(-1);
  const answer =
    unlike.length === 0
      ? `No ${kind} is unlike the others: all lie as chance would have them about a mean of ${points(first.mean)}`
      : `${plural(unlike.length, `${kind} is`, `${kind}s are`)} unlike the others, the latest ${periodName(recent!)} (${CAUSES[recent!.cause!]}); the mean is ${points(first.mean)}`;
  return `${answer} (${limits} ${interval(first.lower, first.upper)}). The latest ${kind} shown has ${points(last?.value ?? 0)}.${unlike.length ? " What happened then should be asked before anything is said of support." : ""}`;
}

function chartOf(
  rows: readonly NeedByPeriod[],
  shown: readonly NeedByPeriod[],
  width: number,
): Element {
  const narrow = isNarrow(width);
  const dated = rows.map((row) => ({ ...row, day: new Date(`${row.period}T00:00:00Z`) }));
  const [first] = rows;
  const limits = [
    { y: first?.mean, label: "mean", dash: "none" },
    { y: first?.upper, label: "upper limit", dash: "6 4" },
    { y: first?.lower, label: "lower limit", dash: "6 4" },
  ].flatMap(({ y, ...rest }) => (y === null || y === undefined ? [] : [{ y, ...rest }]));
  const values = [...shown.map(({ value }) => value as number), ...limits.map(({ y }) => y)];
  const pad = Math.max(1, (Math.max(...values) - Math.min(...values)) * 0.1);
  const valued = dated.filter(({ value }) => value !== null);
  const unlike = valued.filter(({ cause }) => cause !== null);
  return Plot.plot({
    width,
    height: narrow ? 300 : 340,
    marginLeft: 44,
    marginRight: narrow ? 12 : 84,
    marginBottom: 40,
    style: plotStyle,
    x: { type: "utc", label: null, ticks: narrow ? 4 : 8 },
    y: {
      label: "Points of 100",
      labelArrow: "none",
      domain: [Math.min(...values) - pad, Math.max(...values) + pad],
      grid: true,
      tickFormat: points,
    },
    marks: [
      ...limits.map(({ y, dash }) =>
        Plot.ruleY([y], { stroke: "var(--muted)", strokeDasharray: dash, strokeWidth: 1.5 }),
      ),
      Plot.text(limits, {
        y: "y",
        text: "label",
        frameAnchor: "right",
        textAnchor: narrow ? "end" : "start",
        dx: narrow ? -2 : 6,
        dy: narrow ? -8 : 0,
        fill: "var(--muted)",
      }),
      // A period without a value breaks the line.
      Plot.line(dated, {
        x: "day",
        y: (row: { value: number | null }) => row.value ?? Number.NaN,
        stroke: TRIAL,
        strokeWidth: 2,
      }),
      Plot.dot(valued, {
        x: "day",
        y: "value",
        r: 4,
        fill: TRIAL,
        title: ({ day, value }) => `${month(day.toISOString())}: ${points(value as number)} points`,
      }),
      Plot.dot(unlike, {
        x: "day",
        y: "value",
        r: 7,
        symbol: "diamond",
        fill: COMPARISON,
        stroke: "var(--ink)",
      }),
    ],
  }) as Element;
}

function whoIsIn(rows: readonly NeedByPeriod[], hidden: number): string {
  const kind = rows[0]?.period_kind ?? "period";
  const periods = plural(rows.length, kind, `${kind}s`);
  if (hidden > 0 && hidden === rows.length)
    return `Too few children in any of ${periods} to be shown`;
  const shown = rows.filter(({ symbol }) => symbol !== "c");
  const about = `About ${whole(sumOf(shown, (row) => row.child_count))} children in`;
  if (hidden === 0) return `${about} ${periods}`;
  return `${about} ${whole(rows.length - hidden)} of ${periods}; ${whole(hidden)} ${hidden === 1 ? "is" : "are"} hidden, having too few children`;
}
