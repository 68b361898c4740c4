import {
  type BetweenMethod,
  betweenVariance,
  type Estimate,
  effectiveWeight,
  weightedMean,
} from "./between-variance.ts";
import { tCritical } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Fewer units than this are shown with their own intervals, not shrunk. */
export const minimumUnitsToShrink = 5;

export interface ShrunkEstimate {
  /** Share of the unit's own estimate that is kept. */
  weight: number;
  estimate: number;
  /** Counts the uncertainty of the mean, as metafor's blup. */
  se: number;
}

export interface Shrinkage {
  mean: number;
  meanSe: number;
  tau2: number;
  i2: number;
  q: number;
  units: ShrunkEstimate[];
  /** True when tau2 is 0: say "no detectable true variation", do not draw identical bars. */
  noDetectableVariation: boolean;
}

/** Normal empirical-Bayes estimates: each unit drawn to the mean by its own imprecision. */
export function shrink(
  estimates: readonly Estimate[],
  method: BetweenMethod = "REML",
): Result<Shrinkage> {
  if (estimates.length < minimumUnitsToShrink) return refused("below_minimum_size");
  const between = betweenVariance(estimates, method);
  if (between.reason !== null) return between;
  const tau2 = between.value;
  const fixed = weightedMean(estimates, 0);
  const { mean, totalWeight } = weightedMean(estimates, tau2);
  const typical = (estimates.length - 1) / effectiveWeight(fixed);
  const units = estimates.map(({ estimate, se }) => {
    const weight = tau2 / (tau2 + se ** 2);
    const variance = weight * se ** 2 + (1 - weight) ** 2 / totalWeight;
    return { weight, estimate: mean + weight * (estimate - mean), se: Math.sqrt(variance) };
  });
  return found({
    mean,
    meanSe: Math.sqrt(1 / totalWeight),
    tau2,
    i2: (100 * tau2) / (typical + tau2),
    q: fixed.q,
    units,
    noDetectableVariation: tau2 === 0,
  });
}

/**
 * Intervals of shrunken estimates that also count how little few units say of the variance between
 * them: Morris's (1983) term for that variance and Student's t of one less than the units. Without
 * them 95% intervals of 5 to 10 units hold the truth in 85 to 90 of 100 cases. From 5 units on.
 */
export function shrunkenIntervals(
  estimates: readonly Estimate[],
  { mean, units }: Shrinkage,
  level = 0.95,
): Interval[] {
  const critical = tCritical(level, units.length - 1);
  return units.map(({ weight, estimate, se }, i) => {
    const drawn = (1 - weight) * (estimates[i]!.estimate - mean);
    const margin = critical * Math.sqrt(se ** 2 + (2 / (units.length - 3)) * drawn ** 2);
    return { lo: estimate - margin, hi: estimate + margin, level };
  });
}
