import type { ClusterMoments } from "../../statistics/cluster-moments.ts";
import { clusterRobust } from "../../statistics/cluster-robust.ts";
import { type Interval, type Result, refused } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import { fewestForInterval } from "./fewest-for-interval.ts";
import { type Moments, noiseVariance } from "./moments.ts";

/** A difference between the sides, trial less comparison, in points of need. */
export interface Difference {
  estimate: number;
  se: number;
  df: number;
  p: number;
  ci: Interval;
}

/**
 * The difference between the sides, authorities being the clusters (CR2), or why it was refused. Its
 * error is never less than children alone and the noise of their means give.
 */
export function differenceOf(found: Moments, isAdjusted = false): Result<Difference> {
  const { trialN, comparisonN, trialAuthorities, comparisonAuthorities } = found.facts;
  const fewest = rule("fewest_change_pairs");
  if (trialN < fewest || comparisonN < fewest) return refused("below_minimum_size");
  const needed = fewestForInterval();
  if (trialAuthorities < needed.treated) return refused("too_few_treated_clusters");
  if (comparisonAuthorities < needed.comparison) return refused("too_few_comparison_clusters");
  const columns = found.columns.filter((name) => isAdjusted || name !== "first");
  return clusterRobust({
    columns,
    clusters: onlyColumns(columns, found),
    contrast: { trial: 1 },
    level: rule("confidence_level"),
    minimum: needed,
    atLeastIndependent: { besides: noiseVariance(found.cells) },
  });
}

/** The sums of some of the columns. */
export function onlyColumns(columns: readonly string[], found: Moments): ClusterMoments[] {
  const keep = columns.map((name) => found.columns.indexOf(name));
  return found.moments.map((cluster) => ({
    ...cluster,
    xtx: keep.map((i) => keep.map((j) => cluster.xtx[i]![j]!)),
    xty: keep.map((i) => cluster.xty[i]!),
  }));
}
