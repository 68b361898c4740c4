import {
  type BetweenMethod,
  betweenVariance,
  type Estimate,
  effectiveWeight,
  weightedMean,
} from "./between-variance.ts";
import { chiSquaredUpper, tCritical, tTwoSidedP } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface MetaAnalysis {
  estimate: number;
  se: number;
  statistic: number;
  /** k - 1 with Hartung-Knapp, Infinity for a normal reference. */
  df: number;
  p: number;
  ci: Interval;
  /** Where a new authority's true effect would lie; null under equal effects. */
  prediction: Interval | null;
  tau2: number;
  /** Percent. */
  i2: number;
  h2: number;
  q: number;
  qP: number;
}

/**
 * Pools one estimate an authority. Weights 1/(se^2 + tau2); Hartung-Knapp replaces the standard
 * error by the observed spread and tests on t with k - 1 degrees of freedom. Refuses k < 2.
 */
export function metaAnalysis(
  estimates: readonly Estimate[],
  {
    between = "REML",
    hartungKnapp = true,
    level = 0.95,
  }: { between?: BetweenMethod; hartungKnapp?: boolean; level?: number } = {},
): Result<MetaAnalysis> {
  const variance = betweenVariance(estimates, between);
  if (variance.reason !== null) return variance;
  const k = estimates.length;
  const tau2 = variance.value;
  const fixed = weightedMean(estimates, 0);
  const pooled = weightedMean(estimates, tau2);
  const df = hartungKnapp ? k - 1 : Number.POSITIVE_INFINITY;
  const scale = hartungKnapp ? pooled.q / (k - 1) : 1;
  if (!(scale > 0)) return refused("zero_variance");
  const se = Math.sqrt(scale / pooled.totalWeight);
  const critical = tCritical(level, df);
  const around = (half: number) => ({ lo: pooled.mean - half, hi: pooled.mean + half, level });
  const typical = (k - 1) / effectiveWeight(fixed);
  const equal = between === "equal";
  return found({
    estimate: pooled.mean,
    se,
    statistic: pooled.mean / se,
    df,
    p: tTwoSidedP(pooled.mean / se, df),
    ci: around(critical * se),
    prediction: equal ? null : around(critical * Math.sqrt(tau2 + se ** 2)),
    tau2,
    i2: 100 * (equal ? Math.max(0, 1 - (k - 1) / fixed.q) : tau2 / (typical + tau2)),
    h2: equal ? fixed.q / (k - 1) : tau2 / typical + 1,
    q: fixed.q,
    qP: chiSquaredUpper(fixed.q, k - 1),
  });
}

export interface PooledEffect {
  hartungKnapp: MetaAnalysis;
  normal: MetaAnalysis;
  /** The wider of the two intervals: with few authorities Hartung-Knapp can be too narrow by luck. */
  published: "hartungKnapp" | "normal";
}

/** The pooled effect as published: both REML intervals, and which of them leads. */
export function pooledEffect(estimates: readonly Estimate[], level = 0.95): Result<PooledEffect> {
  const normal = metaAnalysis(estimates, { hartungKnapp: false, level });
  if (normal.reason !== null) return normal;
  const hk = metaAnalysis(estimates, { hartungKnapp: true, level });
  if (hk.reason !== null) return hk;
  const width = ({ ci }: MetaAnalysis) => ci.hi - ci.lo;
  const published = width(hk.value) >= width(normal.value) ? "hartungKnapp" : "normal";
  return found({ hartungKnapp: hk.value, normal: normal.value, published });
}
