import { type Attrition, type AttritionChild, attrition } from "./attrition.ts";
import { tCritical } from "./distributions.ts";
import { linearModel } from "./linear-model.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Below this many children, followed up or not, the interval covers too seldom. */
export const minimumReweighted = 200;

export interface ReweightedMean {
  mean: number;
  se: number;
  df: number;
  ci: Interval;
  attrition: Attrition;
}

/**
 * Mean change of all children from those followed up, each weighted by the inverse of the chance
 * that a child with its covariates was. The standard error takes out what fitting those chances
 * explains (Lunceford & Davidian 2004, section 2.4): each child's influence is regressed on its
 * score in the retention model. In the outcome's units.
 *
 * Refuses fewer than `minimum` children, and whatever `attrition` refuses.
 */
export function reweightedMean(
  children: readonly AttritionChild[],
  covariateNames: readonly string[],
  { level = 0.95, minimum = minimumReweighted }: { level?: number; minimum?: number } = {},
): Result<ReweightedMean> {
  if (children.length < minimum) return refused("below_minimum_size");
  const weighed = attrition(children, covariateNames);
  if (weighed.reason !== null) return weighed;
  const { propensities, weightedMean: mean, retention, seen } = weighed.value;
  const n = children.length;
  const isSeen = children.map(({ change }) => Number(change !== null));
  const total = propensities.reduce((sum, p, i) => sum + isSeen[i]! / p, 0);
  const influence = children.map(({ change }, i) =>
    change === null ? 0 : ((change - mean) / propensities[i]!) * (n / total),
  );
  const columns = retention ? retention.columns.length : 0;
  const explained = retention
    ? linearModel(
        children.map(({ covariates, trial }, i) => {
          const rest = isSeen[i]! - propensities[i]!;
          const row = [1, ...covariates, Number(trial)].slice(0, columns);
          return row.map((value) => rest * value);
        }),
        influence,
      )
    : null;
  if (explained !== null && explained.reason !== null) return explained;
  const rests = explained ? explained.value.residuals : influence;
  const df = Math.min(seen - 1, n - columns - 1);
  const squares = rests.reduce((sum, rest) => sum + rest * rest, 0);
  const se = Math.sqrt((squares * (seen / df)) / (n * n));
  if (!(se > 0)) return refused("zero_variance");
  const margin = tCritical(level, df) * se;
  const ci = { lo: mean - margin, hi: mean + margin, level };
  return found({ mean, se, df, ci, attrition: weighed.value });
}
