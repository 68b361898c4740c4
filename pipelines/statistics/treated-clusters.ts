import type { ClusterMoments } from "./cluster-moments.ts";
import { found, type Reason, type Result, refused } from "./result.ts";

/**
 * Cluster methods need both sides: below these a robust standard error is far too small, and with
 * one treated cluster no cluster method works (MacKinnon & Webb 2018).
 */
export const minimumClusters = { treated: 2, comparison: 4 };

export interface ClusterCounts {
  treated: number;
  comparison: number;
}

/**
 * Clusters on each side of a contrast that weighs on one 0/1 column constant within clusters;
 * null when it does not, so that both sides exist in every cluster or the column is a covariate.
 */
export function countByColumn(
  clusters: readonly ClusterMoments[],
  weights: readonly number[],
): ClusterCounts | null {
  const column = weights.findIndex((weight) => weight !== 0);
  if (weights.filter((weight) => weight !== 0).length !== 1) return null;
  const intercept = weights.findIndex((_, i) => clusters.every((c) => c.xtx[i]![i] === c.n));
  if (intercept === -1 || intercept === column) return null;
  let treated = 0;
  for (const { n, xtx } of clusters) {
    const sum = xtx[intercept]![column]!;
    const square = xtx[column]![column]!;
    if (sum === n && square === n) treated += 1;
    else if (square !== 0) return null;
  }
  return { treated, comparison: clusters.length - treated };
}

export function countByName(
  clusters: readonly ClusterMoments[],
  treatedIds: ReadonlySet<string>,
): ClusterCounts {
  const treated = clusters.filter(({ id }) => treatedIds.has(id)).length;
  return { treated, comparison: clusters.length - treated };
}

export function checkClusterCounts(
  counts: ClusterCounts,
  minimum: ClusterCounts,
): Result<ClusterCounts> {
  let reason: Reason | null = null;
  if (counts.comparison < minimum.comparison) reason = "too_few_comparison_clusters";
  if (counts.treated < minimum.treated) reason = "too_few_treated_clusters";
  return reason === null ? found(counts) : refused(reason);
}
