import * as Plot from "@observablehq/plot";
import { isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { decimal, inList, plural } from "./words.js";

/** Normal quantiles of the limits that a funnel draws. */
const LIMITS = [
  { z: 1.96, dash: "6 4", label: "95% limits" },
  { z: 3.09, dash: "2 3", label: "99.8% limits" },
];
const SMALLEST_SETTING = 20;

/** Places in a funnel in words, by what it is to lie above or below it. */
export const positionsOf = (above: string, below: string): Record<string, string> => ({
  "above_99.8": `beyond 99.8%: ${above}`,
  above_95: `beyond 95%: ${above}`,
  inside: "inside",
  below_95: `beyond 95%: ${below}`,
  "below_99.8": `beyond 99.8%: ${below}`,
});

/** What may be said of the settings beyond the 99.8% limits, or null where there is none. */
export function farSentence<T extends { position: string | null }>(
  shown: readonly T[],
  nameOf: (row: T) => string,
  words: readonly (readonly [position: string, words: string])[],
): string | null {
  const found = words.flatMap(([position, said]) => {
    const some = shown.filter((row) => row.position === position);
    return some.length ? [`${said} at ${inList(some.map(nameOf))}`] : [];
  });
  return found.length === 0
    ? null
    : `${found.join("; ")}, further off than chance and ordinary differences reach (99.8% limits). That is a reason to look, not a verdict: of ${plural(shown.length, "setting", "settings")} about ${decimal(0.002 * shown.length)} would lie there by chance alone.`;
}

/** One setting: how many children, how far from what was expected of them. */
export interface FunnelSetting {
  n: number;
  y: number;
  name: string;
  /** Where it lies by its numbers before they were rounded. */
  position: string | null;
  /** Whether it is of the authority that was chosen. */
  isChosen: boolean;
  /** Whether it lies beyond the 99.8% limits, and so is named. */
  isFar: boolean;
}

export interface FunnelOptions {
  width: number;
  /** Spread of one child about what is expected, and by how much limits are widened for all. */
  childSd: number;
  limitSd: number;
  /** Noise in the sum behind a difference. */
  noiseSum: number;
  /** What differences are rounded to. */
  step: number;
  axis: string;
  narrowAxis: string;
  format: (value: number) => string;
}

interface Dot {
  n: number;
  y: number;
  position: string | null;
  count: number;
  names: string[];
  isChosen: boolean;
}

/**
 * The place of a rounded difference on the side of the limits on which the true one lies, where that
 * is within the rounding: else a dot would stand beyond a line that it is not beyond.
 */
export function onItsSide(
  { y, n, position }: Pick<FunnelSetting, "y" | "n" | "position">,
  limit: (z: number, n: number) => number,
  step: number,
): number {
  const [near, far] = LIMITS.map(({ z }) => limit(z, n)) as [number, number];
  const size = Math.abs(y);
  const [from, to] = position?.endsWith("99.8")
    ? [far, Number.POSITIVE_INFINITY]
    : position?.endsWith("95")
      ? [near, far]
      : [0, near];
  const inside = 0.02 * far;
  const placed = Math.min(Math.max(size, from + inside), to - inside);
  return Math.abs(placed - size) <= step / 2 + inside ? Math.sign(y) * placed : y;
}

/** Rounded, several settings may fall on one place; chosen ones are drawn last. */
function dotsOf(settings: readonly FunnelSetting[]): Dot[] {
  const dots = new Map<string, Dot>();
  for (const { n, y, position, isChosen, name } of settings) {
    const key = `${n} ${y} ${position} ${isChosen}`;
    const names = [...(dots.get(key)?.names ?? []), name];
    dots.set(key, { n, y, position, isChosen, count: names.length, names });
  }
  return [...dots.values()].sort((a, b) => Number(a.isChosen) - Number(b.isChosen));
}

/** Settings by how many children they have and how far they lie from no difference, with its limits. */
export function funnelChart(
  settings: readonly FunnelSetting[],
  { width, childSd, limitSd, noiseSum, step, axis, narrowAxis, format }: FunnelOptions,
): Element {
  const narrow = isNarrow(width);
  const most = Math.max(...settings.map(({ n }) => n)) * 1.1;
  const limit = (z: number, n: number) =>
    z * Math.sqrt(childSd ** 2 / n + limitSd ** 2 + (noiseSum / n) ** 2);
  const sizes = Array.from(
    { length: 60 },
    (_, i) => SMALLEST_SETTING + ((most - SMALLEST_SETTING) * i) / 59,
  );
  const curves = LIMITS.flatMap(({ z, label }) =>
    [-1, 1].flatMap((side) =>
      sizes.map((n) => ({ n, y: side * limit(z, n), key: `${label}${side}`, label })),
    ),
  );
  const dots = dotsOf(settings).map((dot) => ({ ...dot, at: onItsSide(dot, limit, step) }));
  return Plot.plot({
    width,
    height: narrow ? 340 : 400,
    marginLeft: 48,
    marginRight: narrow ? 16 : 90,
    marginBottom: 46,
    style: plotStyle,
    x: {
      label: narrow ? "Children with a change" : "Children with a change, to the nearest five",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: narrow ? 4 : 8,
    },
    y: {
      label: narrow ? narrowAxis : axis,
      labelArrow: "none",
      grid: true,
      nice: true,
      tickFormat: format,
    },
    marks: [
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      ...LIMITS.map(({ label, dash }) =>
        Plot.line(
          curves.filter((point) => point.label === label),
          { x: "n", y: "y", z: "key", stroke: "var(--muted)", strokeDasharray: dash },
        ),
      ),
      Plot.text(
        LIMITS.map(({ z, label }) => ({ n: most, y: limit(z, most), label })),
        {
          x: "n",
          y: "y",
          text: "label",
          textAnchor: narrow ? "end" : "start",
          dx: narrow ? 0 : 4,
          dy: narrow ? -8 : 0,
          fill: "var(--muted)",
        },
      ),
      Plot.dot(dots, {
        x: "n",
        y: "at",
        r: (dot: Dot) => 5.5 * Math.sqrt(dot.count),
        stroke: (dot: Dot) => (dot.isChosen ? TRIAL : "var(--rule-strong)"),
        strokeWidth: 2,
        fill: (dot: Dot) => (dot.isChosen ? TRIAL : "var(--surface)"),
        title: (dot: Dot) =>
          `${inList(dot.names.slice(0, 3))}${dot.count > 3 ? ` and ${dot.count - 3} more` : ""}: ${format(dot.y)}, about ${dot.n} children`,
      }),
      Plot.text(
        dots.filter(({ count }) => count > 1),
        {
          x: "n",
          y: "at",
          text: (dot: Dot) => `${dot.count} settings`,
          textAnchor: "start",
          dx: 12,
          fill: "var(--ink)",
          stroke: "var(--surface)",
          strokeWidth: 4,
        },
      ),
      Plot.text(
        settings.filter(({ isFar }) => isFar),
        {
          x: "n",
          y: "at",
          text: "name",
          dy: -14,
          fill: "var(--ink)",
          stroke: "var(--surface)",
          strokeWidth: 4,
        },
      ),
    ],
  }) as Element;
}
