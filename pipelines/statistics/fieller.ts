import { normalQuantile, tCritical } from "./distributions.ts";

/** Difference in cost and effect between two arms, with their variances and covariance. */
export interface IncrementalMoments {
  cost: number;
  effect: number;
  varianceCost: number;
  varianceEffect: number;
  covariance: number;
}

/** Ratios of cost to effect that the data do not reject. */
export type FiellerSet =
  | { type: "bounded"; lo: number; hi: number }
  | { type: "complement"; excludedLo: number; excludedHi: number }
  | { type: "whole_line" };

/**
 * Fieller's (1954) confidence set of cost over effect. Bounded only when the effect differs from 0;
 * otherwise it is all but an interval, or everything, and a ratio must not be shown.
 *
 * @param df degrees of freedom of the variances; of many children Student's t is the normal.
 */
export function fieller(
  moments: IncrementalMoments,
  level = 0.95,
  df = Number.POSITIVE_INFINITY,
): FiellerSet {
  const { cost, effect, varianceCost, varianceEffect, covariance } = moments;
  const z = Number.isFinite(df) ? tCritical(level, df) : normalQuantile(1 - (1 - level) / 2);
  const z2 = z ** 2;
  const a = effect ** 2 - z2 * varianceEffect;
  const b = cost * effect - z2 * covariance;
  const discriminant = b ** 2 - a * (cost ** 2 - z2 * varianceCost);
  if (a === 0 || discriminant < 0) return { type: "whole_line" };
  const [lo, hi] = [(b - Math.sqrt(discriminant)) / a, (b + Math.sqrt(discriminant)) / a];
  return a > 0
    ? { type: "bounded", lo, hi }
    : { type: "complement", excludedLo: hi, excludedHi: lo };
}
