import * as Plot from "@observablehq/plot";
import { isNarrow, plotStyle, SERIES } from "./chart-style.js";

export interface LinePoint {
  x: number;
  y: number;
  series: string;
}

export interface LinesOptions {
  width: number;
  x: string;
  y: string;
  format: (value: number) => string;
  /** Values that a reader compares with, and what to call each. */
  references?: readonly { y: number; label: string }[];
  formatX?: (value: number) => string;
}

/** Lines over a measured x, told apart by colour and by mark. */
export function linesChart(
  points: readonly LinePoint[],
  { width, x, y, format, references = [], formatX = String }: LinesOptions,
): Element {
  const series = [...new Set(points.map((point) => point.series))];
  const narrow = isNarrow(width);
  const line = { x: "x", y: "y", z: "series" } as const;
  return Plot.plot({
    width,
    height: narrow ? 320 : 380,
    marginLeft: 52,
    marginRight: 24,
    marginBottom: 46,
    style: plotStyle,
    x: {
      label: x,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 4 : 8,
      tickFormat: formatX,
    },
    y: { label: y, labelArrow: "none", grid: true, zero: true, nice: true, tickFormat: format },
    color: { domain: series, range: SERIES },
    symbol: { domain: series, range: SYMBOLS.slice(0, series.length), legend: true },
    marks: [
      Plot.ruleY(references, { y: "y", stroke: "var(--ink)", strokeDasharray: "5 4" }),
      Plot.text(references, {
        y: "y",
        text: "label",
        frameAnchor: "left",
        textAnchor: "start",
        dx: 6,
        dy: -8,
        fill: "var(--ink)",
        stroke: "var(--surface)",
        strokeWidth: 4,
      }),
      Plot.line(points as LinePoint[], { ...line, stroke: "series", strokeWidth: 2 }),
      Plot.dot(points as LinePoint[], {
        ...line,
        stroke: "series",
        fill: "series",
        symbol: "series",
        r: 4.5,
        title: (point: LinePoint) => `${point.series}, ${formatX(point.x)}: ${format(point.y)}`,
      }),
    ],
  }) as Element;
}

const SYMBOLS = ["circle", "square", "triangle", "diamond", "star", "cross"];
