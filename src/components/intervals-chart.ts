import * as Plot from "@observablehq/plot";
import { ABOVE_MARKS, isNarrow, plotStyle } from "./chart-style.js";

export interface IntervalRow {
  label: string;
  value: number | null;
  lower: number | null;
  upper: number | null;
  colour: string;
  /** Filled for one kind of row, hollow for another, so that colour is not needed to tell them apart. */
  isHollow?: boolean;
  /** What to write where the figure is hidden or refused. */
  instead?: string;
  /** What its ends are, where they are no 95% interval. */
  ends?: string;
  /** What a reader who asks for the row is told besides: how many children, as of when. */
  about?: string;
}

export interface IntervalsOptions {
  width: number;
  axis: string;
  /** A shorter one for a phone. */
  narrowAxis?: string;
  /** Draw a line at zero. */
  hasZero?: boolean;
  format: (value: number) => string;
}

/** More lines than this stand beside each other without names: a chart does not grow with councils. */
const MOST_LINES = 30;

/** A point and its interval for each row, the value written beside it. */
export function intervalsChart(
  rows: readonly IntervalRow[],
  { width, axis, narrowAxis = axis, hasZero = false, format }: IntervalsOptions,
): Element {
  if (rows.length > MOST_LINES) {
    return manyIntervals(rows, {
      width,
      axis: isNarrow(width) ? narrowAxis : axis,
      hasZero,
      format,
    });
  }
  const narrow = isNarrow(width);
  const labels = rows.map(({ label }) => label);
  const shown = rows.filter(({ value }) => value !== null);
  const hidden = rows.filter(({ value }) => value === null);
  const longest = Math.max(...labels.map((label) => label.length), 8);
  const values = shown
    .flatMap(({ value, lower, upper }) => [value, lower, upper])
    .filter((v): v is number => v !== null);
  const low = Math.min(...values, hasZero ? 0 : Number.POSITIVE_INFINITY);
  const high = Math.max(...values, hasZero ? 0 : Number.NEGATIVE_INFINITY);
  const pad = (high - low || 1) * (narrow ? 0.16 : 0.1);
  return Plot.plot({
    width,
    height: rows.length * (narrow ? 48 : 34) + 62,
    marginLeft: narrow ? 12 : Math.min(330, longest * 7.2 + 16),
    marginRight: 24,
    marginTop: 8,
    marginBottom: 48,
    style: plotStyle,
    x: {
      label: narrow ? narrowAxis : axis,
      labelAnchor: "center",
      labelArrow: "none",
      domain: values.length ? [low - pad, high + pad] : [0, 1],
      ticks: narrow ? 4 : 8,
      grid: true,
    },
    y: {
      domain: labels,
      label: null,
      axis: narrow ? null : "left",
      tickSize: 0,
      padding: 0.2,
      // Figures stand below their dots on a narrow screen; the lowest must not stand on the axis.
      insetBottom: narrow ? 12 : 0,
    },
    marks: [
      ...(hasZero ? [Plot.ruleX([0], { stroke: "var(--ink)", strokeWidth: 1 })] : []),
      Plot.ruleY(
        shown.filter(({ lower }) => lower !== null),
        { y: "label", x1: "lower", x2: "upper", stroke: "colour", strokeWidth: 3 },
      ),
      Plot.dot(shown, {
        y: "label",
        x: "value",
        r: 5.5,
        stroke: "colour",
        strokeWidth: 2,
        fill: (row: IntervalRow) => (row.isHollow ? "var(--surface)" : row.colour),
        title: (row: IntervalRow) => answerOf(row, format),
      }),
      Plot.text(shown, {
        y: "label",
        x: "value",
        text: (row: IntervalRow) => format(row.value as number),
        dy: narrow ? 14 : -13,
        fill: "var(--ink)",
        fontSize: 12,
      }),
      Plot.text(hidden, {
        y: "label",
        frameAnchor: "left",
        dx: 4,
        text: (row: IntervalRow) => row.instead ?? "hidden",
        title: (row: IntervalRow) => answerOf(row, format),
        fill: "var(--muted)",
        fontStyle: "italic",
      }),
      ...(narrow
        ? [
            Plot.text(rows as IntervalRow[], {
              ...ABOVE_MARKS,
              y: "label",
              text: "label",
              dy: -14,
            }),
          ]
        : []),
    ],
  }) as Element;
}

/** What a row says when it is asked: name, value, interval, and what else there is. */
const answerOf = (
  { label, value, lower, upper, instead = "hidden", ends = "95% interval", about }: IntervalRow,
  format: (value: number) => string,
): string =>
  [
    value === null
      ? `${label}: ${instead}`
      : `${label}: ${format(value)}${lower === null || upper === null ? "" : ` (${ends} ${format(lower)} to ${format(upper)})`}`,
    ...(about ? [about] : []),
  ].join("; ");

/** Very many rows in the order of their values, the two at the ends by name. */
function manyIntervals(
  rows: readonly IntervalRow[],
  { width, axis, hasZero, format }: IntervalsOptions,
): Element {
  const shown = rows
    .filter((row): row is IntervalRow & { value: number } => row.value !== null)
    .sort((a, b) => a.value - b.value)
    .map((row, order) => ({ ...row, order }));
  type Shown = (typeof shown)[number];
  const ends = shown.filter((_, i) => i === 0 || i === shown.length - 1);
  const hidden = rows.length - shown.length;
  return Plot.plot({
    width,
    height: 400,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 40,
    marginBottom: 30,
    style: plotStyle,
    x: {
      axis: null,
      domain: [-1, Math.max(shown.length, 1)],
    },
    y: { label: null, grid: true, nice: true, ticks: 5, tickFormat: format },
    marks: [
      Plot.text([axis], {
        frameAnchor: "top-left",
        dx: -48,
        dy: -36,
        text: (d: string) => d,
        textAnchor: "start",
        fill: "var(--muted)",
      }),
      ...(hasZero ? [Plot.ruleY([0], { stroke: "var(--ink)" })] : []),
      Plot.ruleX(
        shown.filter(({ lower }) => lower !== null),
        { x: "order", y1: "lower", y2: "upper", stroke: "colour", strokeOpacity: 0.5 },
      ),
      Plot.dot(shown, {
        x: "order",
        y: "value",
        r: 2.5,
        stroke: "colour",
        fill: (row: Shown) => (row.isHollow ? "var(--surface)" : row.colour),
        title: (row: Shown) => answerOf(row, format),
      }),
      ...ends.map((end, i) =>
        Plot.text([end], {
          x: "order",
          y: "value",
          text: (row: Shown) => `${row.label} ${format(row.value)}`,
          textAnchor: i === 0 ? "start" : "end",
          dy: i === 0 ? 16 : -14,
          fill: "var(--ink)",
          stroke: "var(--surface)",
          strokeWidth: 4,
        }),
      ),
      Plot.text([`${shown.length} in order of value${hidden ? `; ${hidden} not shown` : ""}`], {
        frameAnchor: "bottom-left",
        dy: 20,
        text: (d: string) => d,
        textAnchor: "start",
        fill: "var(--muted)",
      }),
    ],
  }) as Element;
}
