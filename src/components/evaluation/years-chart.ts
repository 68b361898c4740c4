import * as Plot from "@observablehq/plot";
import { isNarrow, plotStyle } from "../chart-style.js";
import { yearOf } from "./amounts.js";

/** What charts over years share: the start of the trial, and where a series changes its meaning. */
export interface Years {
  periods: readonly string[];
  /** First period after the start. */
  firstTrial: string | null;
  /** The start is from no document. */
  isStartAssumed: boolean;
  breaks: readonly { period: string; why: string }[];
}

/** The last year before the start: where years are missing after it, the first that is used is not the start. */
function lastBefore(years: readonly number[], first: number): number {
  const before = years.filter((year) => year < first);
  return before.length > 0 ? Math.max(...before) : first - 1;
}

/** Axis, start and breaks; the marks of the chart lie over them. */
export function yearsPlot(
  { periods, firstTrial, isStartAssumed, breaks }: Years,
  marks: Plot.Markish[],
  {
    width,
    y,
    hasZero = false,
    height,
  }: { width: number; y: string; hasZero?: boolean; height?: number },
): Element {
  const narrow = isNarrow(width);
  const years = periods.map(yearOf);
  const titles = new Map(periods.map((period) => [yearOf(period), period]));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const start = firstTrial === null ? [] : [lastBefore(years, yearOf(firstTrial)) + 0.5];
  const told = breaks.filter(({ why }, i) => why !== breaks[i - 1]?.why);
  return Plot.plot({
    width,
    height: height ?? (narrow ? 300 : 340),
    marginLeft: 48,
    marginRight: narrow ? 12 : 24,
    marginTop: 54,
    marginBottom: 40,
    style: plotStyle,
    x: {
      label: null,
      domain: [first - 0.4, last + 0.4],
      ticks: narrow
        ? years.filter((_, i) => (years.length - 1 - i) % (years.length > 7 ? 2 : 1) === 0)
        : years,
      tickFormat: (year: number) => shortened(titles.get(year) ?? String(year), narrow),
    },
    y: { label: null, grid: true, nice: true, zero: hasZero, ticks: 5 },
    marks: [
      Plot.text([y], {
        frameAnchor: "top-left",
        dx: -44,
        dy: -48,
        fill: "var(--muted)",
        text: (d: string) => d,
        textAnchor: "start",
      }),
      ...(hasZero ? [Plot.ruleY([0], { stroke: "var(--ink)" })] : []),
      Plot.ruleX(start, { stroke: "var(--ink)", strokeWidth: 1.5 }),
      Plot.text(start, {
        x: (d: number) => d,
        frameAnchor: "top",
        dy: -16,
        text: () => (isStartAssumed ? "trial starts (assumed)" : "trial starts"),
        fill: "var(--ink)",
        fontWeight: 600,
      }),
      Plot.ruleX(breaks, {
        x: ({ period }: { period: string }) => yearOf(period) - 0.5,
        stroke: "var(--muted)",
        strokeDasharray: "3 4",
      }),
      Plot.text(told, {
        x: ({ period }: { period: string }) => yearOf(period) - 0.5,
        frameAnchor: "bottom",
        dx: 5,
        dy: -6,
        textAnchor: "start",
        lineAnchor: "bottom",
        lineWidth: narrow ? 8 : 11,
        text: "why",
        fill: "var(--muted)",
        stroke: "var(--surface)",
        strokeWidth: 4,
      }),
      ...marks,
    ],
  }) as Element;
}

const shortened = (period: string, narrow: boolean): string =>
  narrow && period.length > 4 ? `${period.slice(2, 4)}-${period.slice(-2)}` : period;

/** Which unbroken stretch a period belongs to: no line is drawn over a missing year or a break. */
export function stretches({ periods, breaks }: Years): Map<string, number> {
  const broken = new Set(breaks.map(({ period }) => period));
  let stretch = 0;
  return new Map(
    periods.map((period, i) => {
      const before = periods[i - 1];
      if (before !== undefined && (yearOf(period) - yearOf(before) > 1 || broken.has(period)))
        stretch += 1;
      return [period, stretch];
    }),
  );
}

/** "2022, collected child by child from here", for the words beside a chart. */
export const breaksInWords = ({ breaks }: Years): string =>
  breaks.length === 0
    ? ""
    : ` Not comparable across: ${breaks.map(({ period, why }) => `${period} (${why})`).join(", ")}.`;
