import { tCritical } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Mean change is published from 10 pairs, a setting's from 20. */
export const minimumPairs = { group: 10, setting: 20 };

export interface MeanEstimate {
  mean: number;
  se: number;
  df: number;
  ci: Interval;
}

/**
 * Student t interval for a mean of independent values, in their units.
 * Refuses fewer than `minimum` values (never fewer than 2) and a standard deviation of zero.
 */
export function meanInterval(
  n: number,
  mean: number,
  sd: number,
  { level = 0.95, minimum = minimumPairs.group }: { level?: number; minimum?: number } = {},
): Result<MeanEstimate> {
  if (n < Math.max(2, minimum)) return refused("below_minimum_size");
  if (!(sd > 0)) return refused("zero_variance");
  const se = sd / Math.sqrt(n);
  const margin = tCritical(level, n - 1) * se;
  return found({ mean, se, df: n - 1, ci: { lo: mean - margin, hi: mean + margin, level } });
}
