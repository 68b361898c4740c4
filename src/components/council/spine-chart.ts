import * as Plot from "@observablehq/plot";
import { ABOVE_MARKS, BEHIND, isNarrow, plotStyle, TRIAL } from "../chart-style.js";

export interface SpineRow {
  label: string;
  /** The number of the council, in words. */
  text: string;
  /** What a pointer is told. */
  about: string;
  value: number;
  /** A tenth of all councils lie below, and above. */
  low: number;
  high: number;
  /** The middle of its neighbours. */
  neighbours: number | null;
  /** The way that is better lies to the right; left as it is where there is none. */
  isReversed: boolean;
  /** Clearly better or worse than its neighbours. */
  standsOut: "better" | "worse" | null;
}

const MARKS = { better: "triangle", worse: "diamond", none: "circle" } as const;

/** Each figure on a line of its own: England's range, the middle of the neighbours, and the council. */
export function spineChart(rows: readonly SpineRow[], { width }: { width: number }): Element {
  const narrow = isNarrow(width);
  const placed = rows.map((row) => {
    const ends = [row.low, row.high, row.value, row.neighbours ?? row.value];
    const [least, most] = [Math.min(...ends), Math.max(...ends)];
    const at = (value: number) => {
      const part = most === least ? 0.5 : (value - least) / (most - least);
      return row.isReversed ? 1 - part : part;
    };
    return {
      ...row,
      from: Math.min(at(row.low), at(row.high)),
      to: Math.max(at(row.low), at(row.high)),
      near: row.neighbours === null ? null : at(row.neighbours),
      at: at(row.value),
      mark: MARKS[row.standsOut ?? "none"],
    };
  });
  const longest = Math.max(...rows.map(({ label }) => label.length), 8);
  return Plot.plot({
    width,
    height: rows.length * (narrow ? 34 : 28) + 16,
    marginLeft: narrow ? 8 : Math.min(300, longest * 7.2 + 12),
    marginRight: narrow ? 64 : 84,
    marginTop: 8,
    marginBottom: 8,
    style: plotStyle,
    x: { domain: [-0.02, 1.02], axis: null },
    y: {
      domain: rows.map(({ label }) => label),
      label: null,
      axis: narrow ? null : "left",
      tickSize: 0,
      insetTop: narrow ? 10 : 0,
    },
    symbol: { domain: Object.values(MARKS), range: Object.values(MARKS) },
    marks: [
      // From the least to the most that is drawn, so that a mark beyond the grey stands on a line.
      Plot.ruleY(placed, { y: "label", x1: 0, x2: 1, stroke: BEHIND, strokeOpacity: 0.35 }),
      Plot.ruleY(placed, {
        y: "label",
        x1: "from",
        x2: "to",
        stroke: `color-mix(in srgb, ${BEHIND} 35%, var(--surface))`,
        strokeWidth: 10,
      }),
      Plot.tickX(
        placed.filter(({ near }) => near !== null),
        { y: "label", x: "near", stroke: "var(--ink)", strokeWidth: 2.5, inset: narrow ? 10 : 7 },
      ),
      Plot.dot(placed, {
        y: "label",
        x: "at",
        r: 6.5,
        symbol: "mark",
        fill: TRIAL,
        stroke: "var(--surface)",
        strokeWidth: 1.5,
        title: "about",
      }),
      Plot.text(placed, {
        y: "label",
        frameAnchor: "right",
        dx: 8,
        textAnchor: "start",
        text: "text",
        fill: "var(--ink)",
        fontWeight: 600,
        fontSize: 13,
      }),
      ...(narrow
        ? [
            Plot.text(placed, {
              ...ABOVE_MARKS,
              y: "label",
              text: "label",
              dy: -15,
            }),
          ]
        : []),
    ],
  }) as Element;
}
