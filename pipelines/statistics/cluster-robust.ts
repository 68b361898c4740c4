import type { ClusterMoments } from "./cluster-moments.ts";
import { type Contrast, contrastWeights } from "./contrast.ts";
import { tCritical, tTwoSidedP } from "./distributions.ts";
import { type LeastSquares, leastSquares } from "./least-squares.ts";
import { dot, product, type Rows, symmetricEigen, times, transpose, zeros } from "./matrix.ts";
import { found, type Interval, type Result, refused } from "./result.ts";
import {
  type ClusterCounts,
  checkClusterCounts,
  countByColumn,
  countByName,
  minimumClusters,
} from "./treated-clusters.ts";

/** Names as in clubSandwich: CR1 scales CR0 by G/(G-1), CR1S by G(N-1)/((G-1)(N-K)). */
export type ClusterCovariance = "CR0" | "CR1" | "CR1S" | "CR2" | "CR3";

export interface ClusterRobustInput {
  /** Names of the design's columns, in the order of the moments; the intercept is one of them. */
  columns: readonly string[];
  clusters: readonly ClusterMoments[];
  contrast: Contrast;
  covariance?: ClusterCovariance;
  level?: number;
  /** Ids of treated clusters, when the contrast is not a 0/1 column constant within clusters. */
  treated?: ReadonlySet<string>;
  minimum?: ClusterCounts;
  /**
   * The standard error is no less than that of independent rows, with this variance of the contrast
   * besides: few clusters may lie together by chance, and their rows vary all the same (Angrist and
   * Pischke 2009, section 8.2.3).
   */
  atLeastIndependent?: { besides: number };
}

export interface ClusterRobustEstimate {
  estimate: number;
  se: number;
  t: number;
  /** Satterthwaite degrees of freedom. */
  df: number;
  p: number;
  ci: Interval;
  covariance: ClusterCovariance;
  n: number;
  clusters: number;
  /** Null when the contrast has no treated side. */
  counts: ClusterCounts | null;
  /** `few_degrees_of_freedom`: below 4 the p-value is unreliable, so lead with the interval. */
  warnings: "few_degrees_of_freedom"[];
}

// Leverage this close to one leaves no residual to scale up: clubSandwich's pseudo-inverse root.
const fullLeverage = 1e-10;

/**
 * Least squares with a cluster-robust standard error for one contrast, tested on Satterthwaite
 * degrees of freedom (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018), independent homoskedastic
 * errors as the working model. Units are the outcome's.
 *
 * Refuses fewer than 2 treated or 4 comparison clusters, dependent columns and zero variance.
 */
export function clusterRobust(input: ClusterRobustInput): Result<ClusterRobustEstimate> {
  const { columns, clusters, contrast, covariance = "CR2", level = 0.95 } = input;
  const weights = contrastWeights(columns, contrast);
  if (clusters.length < 2) return refused("too_few_clusters");
  const counts = input.treated
    ? countByName(clusters, input.treated)
    : countByColumn(clusters, weights);
  if (counts !== null) {
    const enough = checkClusterCounts(counts, input.minimum ?? minimumClusters);
    if (enough.reason !== null) return enough;
  }
  const fit = leastSquares(clusters);
  if (fit.reason !== null) return fit;
  const { variance, df } = contrastVariance(fit.value, clusters, weights, covariance);
  const { n, p, bread, variance: residualVariance } = fit.value;
  const reference = residualVariance * dot(weights, times(bread, weights));
  if (!(variance > reference * 1e-14)) return refused("zero_variance");
  if (!(df > 0) || !Number.isFinite(df)) return refused("effect_not_identified");
  const estimate = dot(weights, fit.value.coefficients);
  const least = input.atLeastIndependent ? reference + input.atLeastIndependent.besides : 0;
  const se = Math.sqrt(
    Math.max(least, variance * smallSampleFactor(covariance, clusters.length, n, p)),
  );
  const margin = tCritical(level, df) * se;
  return found({
    estimate,
    se,
    t: estimate / se,
    df,
    p: tTwoSidedP(estimate / se, df),
    ci: { lo: estimate - margin, hi: estimate + margin, level },
    covariance,
    n,
    clusters: clusters.length,
    counts,
    warnings: df < 4 ? ["few_degrees_of_freedom"] : [],
  });
}

function smallSampleFactor(type: ClusterCovariance, g: number, n: number, p: number): number {
  if (type === "CR1") return g / (g - 1);
  if (type === "CR1S") return (g / (g - 1)) * ((n - 1) / (n - p));
  return 1;
}

/**
 * Turn the columns into orthonormal ones, Z = XC^-1. A cluster's hat block is then Z_gZ_g', whose
 * non-zero eigenvalues are those of Z_g'Z_g, so (I - H_gg)^-1/2 acts through a p x p matrix and no
 * n_g x n_g one is ever formed. The same holds for the traces of the Satterthwaite approximation:
 * with s_g = A_gX_g(X'X)^-1c, the working covariance of the cluster contributions is
 * s_g's_g on the diagonal minus w_g'w_h everywhere, w_g = Z_g's_g.
 */
function contrastVariance(
  fit: LeastSquares,
  clusters: readonly ClusterMoments[],
  weights: readonly number[],
  type: ClusterCovariance,
): { variance: number; df: number } {
  const toOrthonormal = transpose(fit.inverseRoot);
  const c = times(toOrthonormal, weights);
  let outer: Rows = zeros(fit.p, fit.p);
  let variance = 0;
  let trace = 0;
  let squares = 0;
  clusters.forEach(({ xtx }, g) => {
    const gram = product(product(toOrthonormal, xtx), fit.inverseRoot);
    const { values, vectors } = symmetricEigen(gram);
    const axes = transpose(vectors);
    const score = times(axes, times(toOrthonormal, fit.scores[g]!));
    const along = times(axes, c);
    let contribution = 0;
    let own = 0;
    const shared = new Array<number>(fit.p).fill(0);
    for (let i = 0; i < fit.p; i++) {
      const leverage = Math.min(1, Math.max(0, values[i]!));
      const scaled = adjustment(type, 1 - leverage) * along[i]!;
      contribution += scaled * score[i]!;
      own += leverage * scaled ** 2;
      shared[i] = leverage * scaled;
    }
    const w = times(vectors, shared);
    const overlap = dot(w, w);
    variance += contribution ** 2;
    trace += own - overlap;
    squares += own ** 2 - 2 * own * overlap;
    outer = outer.map((row, i) => row.map((value, j) => value + w[i]! * w[j]!));
  });
  for (const row of outer) squares += dot(row, row);
  return { variance, df: trace ** 2 / squares };
}

function adjustment(type: ClusterCovariance, free: number): number {
  if (type === "CR2") return free > fullLeverage ? 1 / Math.sqrt(free) : 0;
  if (type === "CR3") return free > fullLeverage ? 1 / free : 0;
  return 1;
}
