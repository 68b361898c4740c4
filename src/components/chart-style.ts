/** What every chart shares: type, colours that follow light, dark and paper, and widths. */

export const SERIES = [1, 2, 3, 4, 5, 6].map((n) => `var(--series-${n})`);
export const TRIAL = "var(--series-1)";
export const COMPARISON = "var(--series-4)";
export const BEHIND = "var(--rule-strong)";

/** A narrow screen puts labels above the marks instead of beside them. */
export const isNarrow = (width: number): boolean => width < 560;

export const plotStyle = { background: "none", color: "var(--ink)", overflow: "visible" };

/** On a narrow screen: what a row is called stands above its marks, and no line is drawn through it. */
export const ABOVE_MARKS = {
  frameAnchor: "left" as const,
  textAnchor: "start" as const,
  fill: "var(--ink)",
  stroke: "var(--surface)",
  strokeWidth: 4,
  fontSize: 13,
};

/** The frame of a scatter of shares over what is expected of them. */
export const scatterFrame = (width: number, label: string) => ({
  width,
  height: isNarrow(width) ? 320 : 380,
  marginLeft: 48,
  marginRight: 20,
  marginBottom: 46,
  style: plotStyle,
  x: { label, labelAnchor: "center", labelArrow: "none", ticks: 6 } as const,
});
