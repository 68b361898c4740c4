import * as Plot from "@observablehq/plot";
import { ABOVE_MARKS, isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { percent } from "./words.js";

/** A share of a hundred with its interval. */
export interface ShareMark {
  name: string;
  share: number;
  lower: number;
  upper: number;
}

/** Where everyone's share lies, about. */
const usualLine = (usual: number | null): Plot.Markish[] =>
  usual === null
    ? []
    : [
        Plot.ruleX([usual], { stroke: "currentColor", strokeDasharray: "4 3" }),
        Plot.text([usual], {
          ...ABOVE_MARKS,
          x: (value: number) => value,
          text: () => "everyone",
          frameAnchor: "top",
          dy: -14,
        }),
      ];

/**
 * Shares with their intervals, a line each.
 *
 * @param usual Everyone's share, drawn behind them; null where it is not known.
 */
export function intervalsOf(
  marks: readonly ShareMark[],
  axis: string,
  width: number,
  usual: number | null = null,
): Element {
  const narrow = isNarrow(width);
  const most = Math.min(100, Math.max(10, ...marks.map(({ upper }) => upper)));
  const longest = Math.max(...marks.map(({ name }) => name.length));
  return Plot.plot({
    width,
    height: marks.length * (narrow ? 40 : 32) + 56,
    marginLeft: narrow ? 8 : Math.max(120, Math.min(300, longest * 7 + 12)),
    marginRight: 24,
    marginBottom: 44,
    style: plotStyle,
    x: {
      label: axis,
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      domain: [0, most],
      ticks: narrow ? 4 : 8,
    },
    y: {
      domain: marks.map(({ name }) => name),
      label: null,
      axis: narrow ? null : "left",
      tickSize: 0,
      insetTop: narrow ? 10 : 0,
    },
    marks: [
      ...usualLine(usual),
      Plot.ruleY(marks, { y: "name", x1: "lower", x2: "upper", stroke: TRIAL, strokeWidth: 3 }),
      Plot.dot(marks, {
        y: "name",
        x: "share",
        fill: TRIAL,
        r: 6,
        title: ({ name, share, lower, upper }: ShareMark) =>
          `${name}: ${percent(share)} (95% interval ${percent(lower)} to ${percent(upper)})`,
      }),
      ...(narrow
        ? [
            Plot.text(marks, {
              ...ABOVE_MARKS,
              y: "name",
              text: "name",
              dy: -13,
            }),
          ]
        : []),
    ],
  }) as Element;
}
