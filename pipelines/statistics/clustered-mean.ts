import { tCritical } from "./distributions.ts";
import type { MeanEstimate } from "./mean-interval.ts";
import { found, type Result, refused } from "./result.ts";

/** One cluster: how many values it has, and their sum. */
export interface ClusterSum {
  n: number;
  sum: number;
}

/**
 * Mean of all values, those of one cluster being alike (a child with several pairs of readings), in
 * their units. Linearised standard error of the ratio of sums, as R's `survey`; Student's t of one
 * less than the clusters. Clusters of one value each give the interval of an ordinary mean.
 * Refuses fewer than `minimum` clusters and values without spread.
 */
export function clusteredMean(
  clusters: readonly ClusterSum[],
  { level = 0.95, minimum = 10 }: { level?: number; minimum?: number } = {},
): Result<MeanEstimate> {
  const k = clusters.length;
  if (k < Math.max(2, minimum)) return refused("below_minimum_size");
  const n = clusters.reduce((all, cluster) => all + cluster.n, 0);
  const mean = clusters.reduce((all, { sum }) => all + sum, 0) / n;
  const squares = clusters.reduce((all, cluster) => all + (cluster.sum - mean * cluster.n) ** 2, 0);
  const se = Math.sqrt((k / (k - 1)) * squares) / n;
  if (!(se > 0)) return refused("zero_variance");
  const margin = tCritical(level, k - 1) * se;
  return found({ mean, se, df: k - 1, ci: { lo: mean - margin, hi: mean + margin, level } });
}
