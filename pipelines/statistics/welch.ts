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

/** What Welch's t needs of one group; the variance is that of a sample (n - 1). */
export interface GroupMoments {
  n: number;
  mean: number;
  variance: number;
}

/** Welch's t for the difference of two independent means, first minus second. */
export function welchDifference(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): Result<WelchDifference> {
  if (first.length < 2 || second.length < 2) return refused("below_minimum_size");
  const [a, b] = [first, second].map((values) => ({
    n: values.length,
    mean: mean(values),
    variance: variance(values),
  }));
  return welchFromMoments(a!, b!, level);
}

/** As `welchDifference`, from sizes, means and variances. Refuses groups of fewer than two. */
export function welchFromMoments(
  first: GroupMoments,
  second: GroupMoments,
  level = 0.95,
): Result<WelchDifference> {
  if (first.n < 2 || second.n < 2) return refused("below_minimum_size");
  const a = first.variance / first.n;
  const b = second.variance / second.n;
  const se = Math.sqrt(a + b);
  if (!(se > 0)) return refused("zero_variance");
  const df = (a + b) ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1));
  const difference = first.mean - second.mean;
  const margin = tCritical(level, df) * se;
  const ci = { lo: difference - margin, hi: difference + margin, level };
  return found({ difference, se, t: difference / se, df, p: tTwoSidedP(difference / se, df), ci });
}
