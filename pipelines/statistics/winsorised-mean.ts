import { tCritical } from "./distributions.ts";
import type { MeanEstimate } from "./mean-interval.ts";
import { found, type Result, refused } from "./result.ts";

/** Values of which the `pulled` largest and the `pulled` smallest were set to the next ones. */
export interface Winsorised {
  n: number;
  /** How many values were set to the next one at each end. */
  pulled: number;
  mean: number;
  /** Standard deviation of the values as they are afterwards, with n − 1. */
  sd: number;
}

/**
 * Student t interval for a winsorised mean, in the values' units: with h values left as they were,
 * t = (mean − centre)(h − 1) / (n − 1) ÷ (sd / √n) on h − 1 degrees of freedom (Dixon and Tukey 1968,
 * Technometrics 10(1), 83–98). With none set to the next one it is the interval of an ordinary mean.
 * Refuses fewer than two values left as they were, and a standard deviation of zero.
 */
export function winsorisedMeanInterval(
  { n, pulled, mean, sd }: Winsorised,
  level = 0.95,
): Result<MeanEstimate> {
  const left = n - 2 * pulled;
  if (left < 2) return refused("below_minimum_size");
  if (!(sd > 0)) return refused("zero_variance");
  const se = ((sd / Math.sqrt(n)) * (n - 1)) / (left - 1);
  const margin = tCritical(level, left - 1) * se;
  return found({ mean, se, df: left - 1, ci: { lo: mean - margin, hi: mean + margin, level } });
}
