import { logGamma, normalQuantile } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** A standardised effect, its sampling variance and a normal interval; no units. */
export interface EffectSize {
  g: number;
  variance: number;
  ci: Interval;
}

export interface PairedSummary {
  n: number;
  meanPre: number;
  meanPost: number;
  sdPre: number;
  /** Correlation of pre with post. */
  r: number;
}

/** Fewer pairs than this give no usable variance for a standardised change. */
export const minimumPairsStandardised = 4;

/** Exact small-sample correction J(m), m the degrees of freedom of the standardiser. */
export function hedgesCorrection(m: number): number {
  return Math.exp(logGamma(m / 2) - logGamma((m - 1) / 2) - 0.5 * Math.log(m / 2));
}

/**
 * SMCR: mean change over the baseline standard deviation. A panel of high-need children only has a
 * narrow baseline: pass the authority-wide `sdPre` and say so. Not comparable with SMCC.
 */
export function standardisedMeanChange(pairs: PairedSummary, level = 0.95): Result<EffectSize> {
  const { n, meanPre, meanPost, sdPre, r } = pairs;
  if (n < minimumPairsStandardised) return refused("below_minimum_size");
  if (!(sdPre > 0)) return refused("zero_variance");
  const g = (hedgesCorrection(n - 1) * (meanPost - meanPre)) / sdPre;
  return effect(g, (2 * (1 - r)) / n + g ** 2 / (2 * n), level);
}

/** SMCC: mean change over the standard deviation of the changes. */
export function changeScoreEffect(
  n: number,
  meanChange: number,
  sdChange: number,
  level = 0.95,
): Result<EffectSize> {
  if (n < minimumPairsStandardised) return refused("below_minimum_size");
  if (!(sdChange > 0)) return refused("zero_variance");
  const g = (hedgesCorrection(n - 1) * meanChange) / sdChange;
  return effect(g, 1 / n + g ** 2 / (2 * n), level);
}

/** Morris (2008) d_ppc2: treated change minus comparison change over the pooled baseline SD. */
export function prePostControlEffect(
  treated: PairedSummary,
  comparison: PairedSummary,
  level = 0.95,
): Result<EffectSize & { pooledSd: number }> {
  const [t, c] = [treated, comparison];
  if (Math.min(t.n, c.n) < minimumPairsStandardised) return refused("below_minimum_size");
  const total = t.n + c.n;
  const pooledSd = Math.sqrt(((t.n - 1) * t.sdPre ** 2 + (c.n - 1) * c.sdPre ** 2) / (total - 2));
  if (!(pooledSd > 0)) return refused("zero_variance");
  const j = hedgesCorrection(total - 2);
  const d = (j * (t.meanPost - t.meanPre - (c.meanPost - c.meanPre))) / pooledSd;
  const spread = 2 * (1 - (t.r * t.n + c.r * c.n) / total);
  const size = total / (t.n * c.n);
  // Multiplied out so that r = 1 does not divide by zero.
  const variance = j ** 2 * size * ((total - 2) / (total - 4)) * (spread + d ** 2 / size) - d ** 2;
  const result = effect(d, variance, level);
  return result.reason === null ? found({ ...result.value, pooledSd }) : result;
}

/** Hedges g of two independent groups, first minus second, on their pooled standard deviation. */
export function hedgesG(
  first: { n: number; mean: number; sd: number },
  second: { n: number; mean: number; sd: number },
  level = 0.95,
): Result<EffectSize> {
  const [a, b] = [first, second];
  const total = a.n + b.n;
  if (Math.min(a.n, b.n) < 2 || total < 4) return refused("below_minimum_size");
  const sd = Math.sqrt(((a.n - 1) * a.sd ** 2 + (b.n - 1) * b.sd ** 2) / (total - 2));
  if (!(sd > 0)) return refused("zero_variance");
  const g = (hedgesCorrection(total - 2) * (a.mean - b.mean)) / sd;
  return effect(g, 1 / a.n + 1 / b.n + g ** 2 / (2 * total), level);
}

function effect(g: number, variance: number, level: number): Result<EffectSize> {
  if (!Number.isFinite(g) || !(variance > 0)) return refused("zero_variance");
  const margin = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(variance);
  return found({ g, variance, ci: { lo: g - margin, hi: g + margin, level } });
}
