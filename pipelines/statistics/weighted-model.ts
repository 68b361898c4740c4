import { clusterCovariance } from "./cluster-covariance.ts";
import { sufficientStatistics } from "./cluster-moments.ts";
import { leastSquares } from "./least-squares.ts";
import { found, type Result, refused } from "./result.ts";

export interface WeightedRow {
  cluster: string;
  weight: number;
  x: readonly number[];
  y: number;
}

/**
 * Weighted least squares with design-based standard errors: linearised scores summed within
 * clusters, times G/(G-1) (Binder 1983, as `svyglm`). Weights are taken as known.
 */
export function weightedModel(
  rows: readonly WeightedRow[],
): Result<{ coefficients: number[]; se: number[] }> {
  const scaled = rows.map(({ cluster, weight, x, y }) => {
    const root = Math.sqrt(weight);
    return { cluster, x: x.map((value) => root * value), y: root * y };
  });
  const clusters = sufficientStatistics(scaled);
  const g = clusters.length;
  if (g < 2) return refused("too_few_clusters");
  const fit = leastSquares(clusters);
  if (fit.reason !== null) return fit;
  const covariance = clusterCovariance(fit.value);
  return found({
    coefficients: fit.value.coefficients,
    se: covariance.map((row, j) => Math.sqrt((row[j]! * g) / (g - 1))),
  });
}
