import { type FunnelLimits, normalLimits } from "./funnel-limits.ts";
import { type Overdispersion, overdispersion, type Trimming } from "./overdispersion.ts";
import { found, type Result, refused } from "./result.ts";

/** One unit: events of children, or observed of expected. */
export interface FunnelCount {
  unit: string;
  numerator: number;
  denominator: number;
}

/**
 * `arcsine` for shares; `log` and `squareRoot` for observed over expected, whose target is 1. The log
 * form is undefined at no events: use the square root.
 */
export type FunnelScale = "arcsine" | "log" | "squareRoot";

export interface FunnelPoint {
  unit: string;
  /** Share or ratio, and its limits on the same scale, widened for overdispersion. */
  value: number;
  limits: FunnelLimits;
  /** Transformed value, its standard error, and z before and after trimming (null: trimmed away). */
  y: number;
  s: number;
  z: number;
  trimmedZ: number | null;
  isOutlier: boolean;
}

export interface Funnel extends Overdispersion {
  target: number;
  points: FunnelPoint[];
  /** Signals beyond 99.8% to expect by chance alone. */
  expectedSignals: number;
}

/**
 * Overdispersion-adjusted funnel with additive tau2 (Spiegelhalter 2005, 2012; FunnelPlotR).
 * Refuses an empty list, a denominator of zero, and no events under `log`.
 */
export function funnel(
  counts: readonly FunnelCount[],
  scale: FunnelScale,
  options: { trim?: number; trimming?: Trimming; minimumUnits?: number } = {},
): Result<Funnel> {
  if (counts.length === 0) return refused("below_minimum_size");
  const impossible = ({ numerator, denominator }: FunnelCount) =>
    !(denominator > 0) || numerator < 0 || (scale === "arcsine" && numerator > denominator);
  if (counts.some(impossible)) return refused("invalid_input");
  if (scale === "log" && counts.some(({ numerator }) => numerator === 0)) {
    return refused("invalid_input");
  }
  const total = (of: (count: FunnelCount) => number) => counts.reduce((sum, c) => sum + of(c), 0);
  const share = total((c) => c.numerator) / total((c) => c.denominator);
  const { forward, back, centre, se } = transformation(scale, share);
  const transformed = counts.map(({ numerator, denominator }) => {
    const [y, s] = [forward(numerator / denominator), se(denominator)];
    return { y, s, z: (y - centre) / s };
  });
  const trimming = options.trimming ?? (scale === "log" ? "truncate" : "winsorise");
  const dispersion = overdispersion(
    transformed.map(({ z }) => z),
    transformed.map(({ s }) => s),
    { ...options, trimming },
  );
  const points = counts.map(({ unit, numerator, denominator }, i) => {
    const { y, s, z } = transformed[i]!;
    const wide = normalLimits(centre, Math.sqrt(s ** 2 + dispersion.tau2));
    const limits = {
      ll998: back(wide.ll998),
      ll95: back(wide.ll95),
      ul95: back(wide.ul95),
      ul998: back(wide.ul998),
    };
    const value = numerator / denominator;
    const isOutlier = value > limits.ul998 || value < limits.ll998;
    return { unit, value, limits, y, s, z, trimmedZ: dispersion.trimmed[i]!, isOutlier };
  });
  const target = scale === "arcsine" ? share : 1;
  return found({ ...dispersion, target, points, expectedSignals: 0.002 * counts.length });
}

function transformation(scale: FunnelScale, share: number) {
  if (scale === "log") {
    return {
      forward: Math.log,
      back: Math.exp,
      centre: 0,
      se: (expected: number) => 1 / Math.sqrt(expected),
    };
  }
  const se = (n: number) => 1 / (2 * Math.sqrt(n));
  if (scale === "squareRoot") {
    // FunnelPlotR's CQC form draws limits on the root scale itself, without squaring them back.
    return { forward: Math.sqrt, back: (limit: number) => limit, centre: 1, se };
  }
  const angle = (p: number) => Math.asin(Math.sqrt(p));
  // Beyond a quarter turn the sine comes back down, so small units' limits are clipped to 0 and 1.
  const back = (a: number) => Math.sin(Math.min(Math.PI / 2, Math.max(0, a))) ** 2;
  return { forward: angle, back, centre: angle(share), se };
}
