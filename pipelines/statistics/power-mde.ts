import { tQuantile } from "./distributions.ts";
import { noncentralTCdf } from "./noncentral-t.ts";
import { found, type Result, refused } from "./result.ts";

export interface ClusterDesign {
  clustersPerArm: number;
  childrenPerCluster: number;
  icc: number;
  /** Correlation of baseline with follow-up, which ANCOVA uses. */
  prePostR: number;
  /** Coefficient of variation of cluster sizes. */
  cvSize: number;
  sd: number;
}

export interface DetectableEffect {
  designEffect: number;
  effectivePerArm: number;
  df: number;
  se: number;
  /** Smallest effect detected with the stated power, in the score's units. */
  mde: number;
  mdeSds: number;
}

/**
 * Minimum detectable effect of two equal arms of clusters (Eldridge 2006), t with 2k - 2 degrees of
 * freedom. "Could not have detected less than" on empty and null results. Refuses k below 2.
 */
export function detectableEffect(
  design: ClusterDesign,
  { alpha = 0.05, power = 0.8 } = {},
): Result<DetectableEffect> {
  const { clustersPerArm: k, childrenPerCluster: m, icc, prePostR, cvSize, sd } = design;
  if (!(k >= 2) || !(m > 0)) return refused("below_minimum_size");
  if (!(sd > 0)) return refused("zero_variance");
  const designEffect = 1 + ((cvSize ** 2 + 1) * m - 1) * icc;
  const se = sd * Math.sqrt((2 * designEffect * (1 - prePostR ** 2)) / (k * m));
  if (!(se > 0)) return refused("invalid_input");
  const df = 2 * k - 2;
  const mde = (tQuantile(1 - alpha / 2, df) + tQuantile(power, df)) * se;
  return found({
    designEffect,
    effectivePerArm: (k * m) / designEffect,
    df,
    se,
    mde,
    mdeSds: mde / sd,
  });
}

/** Power to find a true effect of `delta`, two-sided, from the noncentral t. */
export function powerAt(delta: number, se: number, df: number, alpha = 0.05): number {
  const critical = tQuantile(1 - alpha / 2, df);
  const ncp = delta / se;
  return 1 - noncentralTCdf(critical, df, ncp) + noncentralTCdf(-critical, df, ncp);
}
