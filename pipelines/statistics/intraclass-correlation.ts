import type { ClusterMoments } from "./cluster-moments.ts";
import type { LeastSquares } from "./least-squares.ts";
import { found, type Result, refused } from "./result.ts";

/**
 * One-way ANOVA intraclass correlation of a fit's residuals over its clusters; may be negative.
 * `intercept` is the index of the column of ones, whose score is a cluster's residual sum.
 */
export function residualIntraclass(
  clusters: readonly ClusterMoments[],
  fit: LeastSquares,
  intercept: number,
): Result<number> {
  const g = clusters.length;
  if (g < 2 || fit.n <= g) return refused("below_minimum_size");
  const squares = clusters.reduce((sum, { n }) => sum + n * n, 0);
  const typicalSize = (fit.n - squares / fit.n) / (g - 1);
  const between = clusters.reduce((sum, { n }, i) => sum + fit.scores[i]![intercept]! ** 2 / n, 0);
  const meanBetween = between / (g - 1);
  const meanWithin = (fit.rss - between) / (fit.n - g);
  const total = meanBetween + (typicalSize - 1) * meanWithin;
  return total > 0 ? found((meanBetween - meanWithin) / total) : refused("zero_variance");
}
