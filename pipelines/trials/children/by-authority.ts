import { group } from "d3";
import type { ClusterMoments } from "../../statistics/cluster-moments.ts";
import { tCritical, tTwoSidedP } from "../../statistics/distributions.ts";
import { pooledEffect } from "../../statistics/meta-analysis.ts";
import { randomisationTest } from "../../statistics/randomisation-inference.ts";
import { found, type Interval, type Result, refused } from "../../statistics/result.ts";
import { wildClusterBootstrap } from "../../statistics/wild-cluster-bootstrap.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Difference } from "./difference.ts";
import { fewestForInterval } from "./fewest-for-interval.ts";
import type { Cell } from "./moments.ts";

/** Mean change of one authority's children; the variance is that of a sample (n - 1). */
export interface AuthorityMean {
  isTrial: boolean;
  n: number;
  mean: number;
  variance: number;
}

/** Means of authorities from the sums of their children, whatever instruments these were read with. */
export const authorityMeans = (cells: readonly Cell[]): AuthorityMean[] =>
  [...group(cells, ({ authority_code }) => authority_code).values()].map((own) => {
    const total = (of: "n" | "y" | "yy") => own.reduce((sum, cell) => sum + cell[of], 0);
    const n = total("n");
    const mean = total("y") / n;
    const variance = n > 1 ? Math.max(0, total("yy") - n * mean ** 2) / (n - 1) : Number.NaN;
    return { isTrial: own[0]!.isTrial, n, mean, variance };
  });

/**
 * How often as large a difference comes when the trial label is given to the authorities in any other
 * way (studentised), and how rarely that could be at best.
 */
export function permutation(
  means: readonly Pick<AuthorityMean, "isTrial" | "mean">[],
): Result<{ p: number; smallest: number }> {
  const { value, reason } = randomisationTest(
    means.map(({ isTrial, mean }) => ({ treated: isTrial, value: mean })),
  );
  return value ? found({ p: value.p, smallest: value.smallestP }) : refused(reason!);
}

/**
 * How often as large a difference comes when the authorities' own departures are given either sign
 * (restricted wild cluster bootstrap-t), and how rarely that could be at best. Refused with fewer
 * authorities on a side than it was found to hold for.
 */
export function resampled(
  columns: readonly string[],
  clusters: readonly ClusterMoments[],
): Result<{ p: number; smallest: number }> {
  const fewest = rule("fewest_bootstrap_authorities");
  const at = columns.indexOf("trial");
  const treated = clusters.filter(({ xtx }) => xtx[at]![at]! > 0).length;
  if (treated < fewest) return refused("too_few_treated_clusters");
  if (clusters.length - treated < fewest) return refused("too_few_comparison_clusters");
  const { value, reason } = wildClusterBootstrap({
    columns,
    clusters,
    coefficient: "trial",
    minimum: { treated: fewest, comparison: fewest },
  });
  return value ? found({ p: value.p, smallest: value.smallestP }) : refused(reason!);
}

/** A difference of two pooled sides, and where that of the next trial authority would lie. */
export interface PooledDifference extends Difference {
  trialMean: number;
  comparisonMean: number;
  next: Interval;
}

/**
 * The mean of trial authorities less that of the others, each side a random-effects mean of its
 * authorities (REML; the wider of the Hartung-Knapp and the normal standard error), so that an
 * authority counts by what its children leave open and not by how many they are. Degrees of freedom
 * are Welch's over the two sides' k - 1.
 *
 * The next trial authority would lie within the spread of trial authorities about that difference.
 * Refuses fewer authorities on a side than an interval needs, or one with no spread.
 *
 * @param noiseOfSum Standard deviation of the noise in the sum that each mean was made of.
 */
export function randomEffects(
  means: readonly AuthorityMean[],
  noiseOfSum = 0,
): Result<PooledDifference> {
  const level = rule("confidence_level");
  const fewest = rule("fewest_change_pairs");
  const needed = fewestForInterval();
  const sides = [true, false].map((isTrial) =>
    means.filter((one) => one.isTrial === isTrial && one.n >= fewest && one.variance > 0),
  ) as [AuthorityMean[], AuthorityMean[]];
  const [trial, others] = sides;
  if (trial.length < needed.treated) return refused("too_few_treated_clusters");
  if (others.length < needed.comparison) return refused("too_few_comparison_clusters");
  const pooled = sides.map((side) =>
    pooledEffect(
      side.map(({ mean, variance, n }) => ({
        estimate: mean,
        se: Math.hypot(Math.sqrt(variance / n), noiseOfSum / n),
      })),
      level,
    ),
  );
  const [a, b] = pooled;
  if (!a?.value || !b?.value) return refused(a?.reason ?? b?.reason ?? "invalid_input");
  const [t, c] = [a.value[a.value.published], b.value[b.value.published]];
  const [dfT, dfC] = [trial.length - 1, others.length - 1];
  const parts = [t.se ** 2, c.se ** 2] as const;
  const se = Math.sqrt(parts[0] + parts[1]);
  const df = se ** 4 / (parts[0] ** 2 / dfT + parts[1] ** 2 / dfC);
  const estimate = t.estimate - c.estimate;
  const around = (margin: number): Interval => ({
    lo: estimate - margin,
    hi: estimate + margin,
    level,
  });
  return found({
    estimate,
    se,
    df,
    p: tTwoSidedP(estimate / se, df),
    ci: around(tCritical(level, df) * se),
    trialMean: t.estimate,
    comparisonMean: c.estimate,
    next: around(tCritical(level, dfT) * Math.sqrt(t.tau2 + se ** 2)),
  });
}
