import type { ClusterMoments } from "./cluster-moments.ts";
import { choleskyFactors, dot, plus, quadratic, type Rows, times, zeros } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

export interface LeastSquares {
  n: number;
  p: number;
  coefficients: number[];
  /** (X'X)^-1 */
  bread: Rows;
  /** C^-1 with X'X = C'C: it turns columns into orthonormal ones. */
  inverseRoot: Rows;
  /** Residual sum of squares and its mean square on n - p degrees of freedom. */
  rss: number;
  variance: number;
  /** X_g'e_g, one row a cluster. */
  scores: Rows;
}

/** Ordinary least squares from cluster moments. Refuses a design whose columns are dependent. */
export function leastSquares(clusters: readonly ClusterMoments[]): Result<LeastSquares> {
  const p = clusters[0]?.xty.length ?? 0;
  let n = 0;
  let xtx = zeros(p, p);
  const xty = new Array<number>(p).fill(0);
  for (const cluster of clusters) {
    n += cluster.n;
    xtx = plus(xtx, cluster.xtx);
    for (let j = 0; j < p; j++) xty[j] = xty[j]! + cluster.xty[j]!;
  }
  if (p === 0 || n <= p) return refused("below_minimum_size");
  const factors = choleskyFactors(xtx);
  if (factors === null) return refused("singular_design");
  const { inverseRoot, inverse: bread } = factors;
  let coefficients = times(bread, xty);
  // One step of refinement takes the rounding of the normal equations out of the coefficients.
  const rest = times(xtx, coefficients).map((fitted, j) => xty[j]! - fitted);
  const step = times(bread, rest);
  coefficients = coefficients.map((value, j) => value + step[j]!);
  const scores = clusters.map(({ xtx: a, xty: b }) =>
    times(a, coefficients).map((fitted, j) => b[j]! - fitted),
  );
  const rss = clusters.reduce(
    (sum, { xtx: a, xty: b, yty }) =>
      sum + yty - 2 * dot(coefficients, b) + quadratic(a, coefficients),
    0,
  );
  const total = clusters.reduce((sum, { yty }) => sum + yty, 0);
  if (!(rss > total * 1e-14)) return refused("zero_variance");
  return found({ n, p, coefficients, bread, inverseRoot, rss, variance: rss / (n - p), scores });
}
