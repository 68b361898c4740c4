import { chiSquaredQuantile } from "./distributions.ts";
import { found, type Result, refused } from "./result.ts";
import { brentRoot } from "./root.ts";

/** An estimate and its standard error, taken as known. */
export interface Estimate {
  estimate: number;
  se: number;
}

export type BetweenMethod = "equal" | "DL" | "REML" | "PM";

export interface WeightedMean {
  mean: number;
  weights: number[];
  totalWeight: number;
  /** Weighted squares about the mean: Cochran's Q when tau2 is 0. */
  q: number;
}

export function weightedMean(estimates: readonly Estimate[], tau2: number): WeightedMean {
  const weights = estimates.map(({ se }) => 1 / (se ** 2 + tau2));
  const totalWeight = weights.reduce((sum, w) => sum + w, 0);
  const mean = estimates.reduce((sum, e, i) => sum + weights[i]! * e.estimate, 0) / totalWeight;
  const q = estimates.reduce((sum, e, i) => sum + weights[i]! * (e.estimate - mean) ** 2, 0);
  return { mean, weights, totalWeight, q };
}

/** Sum w - Sum w^2 / Sum w, the divisor of the DerSimonian-Laird moment estimator. */
export function effectiveWeight({ weights, totalWeight }: WeightedMean): number {
  return totalWeight - weights.reduce((sum, w) => sum + w * w, 0) / totalWeight;
}

/** Between-unit variance tau2, never negative. Refuses fewer than two units and non-positive SEs. */
export function betweenVariance(
  estimates: readonly Estimate[],
  method: BetweenMethod,
): Result<number> {
  if (estimates.length < 2) return refused("below_minimum_size");
  if (estimates.some(({ estimate, se }) => !(se > 0) || !Number.isFinite(estimate + se))) {
    return refused("invalid_input");
  }
  if (method === "equal") return found(0);
  if (method === "PM") return found(tau2WhereQIs(estimates, estimates.length - 1));
  if (method === "REML") return reml(estimates);
  const fixed = weightedMean(estimates, 0);
  return found(Math.max(0, (fixed.q - (estimates.length - 1)) / effectiveWeight(fixed)));
}

/** Q-profile interval for tau2 (Viechtbauer 2007). */
export function qProfile(estimates: readonly Estimate[], level = 0.95): { lo: number; hi: number } {
  const df = estimates.length - 1;
  const tail = (1 - level) / 2;
  return {
    lo: tau2WhereQIs(estimates, chiSquaredQuantile(1 - tail, df)),
    hi: tau2WhereQIs(estimates, chiSquaredQuantile(tail, df)),
  };
}

// metafor's bracket and stopping rule for both roots, kept so that its published figures reproduce.
const rootCeiling = 100;
const rootTolerance = Number.EPSILON ** 0.25;

/** The tau2 at which Q equals `target`; Q falls as tau2 grows, so 0 when it is below at 0 already. */
function tau2WhereQIs(estimates: readonly Estimate[], target: number): number {
  const excess = (tau2: number) => weightedMean(estimates, tau2).q - target;
  if (excess(0) <= 0) return 0;
  let ceiling = rootCeiling;
  while (excess(ceiling) > 0) ceiling *= 2;
  return brentRoot(excess, 0, ceiling, rootTolerance);
}

/** Fisher scoring on the restricted likelihood, from the Hedges moment estimate as metafor does. */
function reml(estimates: readonly Estimate[]): Result<number> {
  const k = estimates.length;
  const plain = estimates.reduce((sum, e) => sum + e.estimate, 0) / k;
  const spread = estimates.reduce((sum, e) => sum + (e.estimate - plain) ** 2, 0) / (k - 1);
  const noise = estimates.reduce((sum, { se }) => sum + se ** 2, 0) / k;
  const small = 1e-12 * (spread + noise);
  let tau2 = Math.max(0, spread - noise);
  for (let i = 0; i < 2000; i++) {
    const { mean, weights: w, totalWeight } = weightedMean(estimates, tau2);
    const power = (n: number) => w.reduce((sum, value) => sum + value ** n, 0);
    const [w2, w3] = [power(2), power(3)];
    const fit = estimates.reduce((sum, e, j) => sum + w[j]! ** 2 * (e.estimate - mean) ** 2, 0);
    const traceP = totalWeight - w2 / totalWeight;
    const tracePP = w2 - (2 * w3) / totalWeight + (w2 / totalWeight) ** 2;
    const next = Math.max(0, tau2 + (fit - traceP) / tracePP);
    if (Math.abs(next - tau2) <= small) return found(next);
    tau2 = next;
  }
  return refused("did_not_converge");
}
