import { tCritical, tTwoSidedP } from "./distributions.ts";
import { mean, variance } from "./moments.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface WelchDifference {
  difference: number;
  se: number;
  t: number;
  df: number;
  p: number;
  ci: Interval;
}

/** Welch's t for the difference of two independent means, first minus second. */
export function welchDifference(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): Result<WelchDifference> {
  if (first.length < 2 || second.length < 2) return refused("below_minimum_size");
  const a = variance(first) / first.length;
  const b = variance(second) / second.length;
  const se = Math.sqrt(a + b);
  if (!(se > 0)) return refused("zero_variance");
  const df = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  const difference = mean(first) - mean(second);
  const margin = tCritical(level, df) * se;
  const ci = { lo: difference - margin, hi: difference + margin, level };
  return found({ difference, se, t: difference / se, df, p: tTwoSidedP(difference / se, df), ci });
}
