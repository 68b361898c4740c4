import { areaUnderCurve } from "./discrimination.ts";
import { type LogisticModel, logisticModel } from "./logistic-regression.ts";
import { largest, mean, quantile, smallest, standardDeviation, weightedMean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

export interface AttritionChild {
  trial: boolean;
  /** Follow-up minus baseline; null when the child was not followed up. */
  change: number | null;
  /** Measured at baseline, the arm not among them. */
  covariates: readonly number[];
}

export interface Attrition {
  n: number;
  seen: number;
  followUpRate: number;
  followUpByArm: { comparison: number | null; trial: number | null };
  /** P(seen) on intercept, covariates and arm; null when every child was seen. */
  retention: { columns: string[]; model: LogisticModel; auc: number } | null;
  /** Each child's P(seen). */
  propensities: number[];
  /** P(seen | arm) / P(seen | covariates, arm) of each child, 0 when not seen. */
  weights: number[];
  meanWeight: number;
  maxWeight: number;
  maxUnstabilised: number;
  effectiveSize: number;
  /** Standardised difference of the seen from all children, by covariate and arm. */
  balance: { covariate: string; unweighted: number | null; weighted: number | null }[];
  completeCase: number;
  weightedMean: number;
  /** Weights held within their 1st and 99th percentiles: a sensitivity check only. */
  trimmedMean: number;
  /** The mean were every missing change the largest, or the smallest, seen. */
  bounds: { lowest: number; highest: number };
  /** Mean change of the missing at which the mean of all children is 0; null when none is missing. */
  tippingChange: number | null;
  warnings: AttritionWarning[];
}

export type AttritionWarning =
  | "low_follow_up"
  | "differential_follow_up"
  | "extreme_weight"
  | "imbalance_after_weighting";

// Red flags: lost overall, difference between arms, largest stabilised weight, covariate balance.
const flags = { lost: 0.2, differential: 0.1, weight: 10, balance: 0.1 };
const fewestSeen = 10;

/**
 * Selection into follow-up, inverse-probability weights and bounds for a mean change. Assumes that
 * the missing are like the seen of the same covariates and arm, and that each could have been seen.
 * Refuses fewer than ten children seen, and a covariate that tells who is seen without error.
 */
export function attrition(
  children: readonly AttritionChild[],
  covariateNames: readonly string[],
  minimum = fewestSeen,
): Result<Attrition> {
  const n = children.length;
  const seen = children.filter(({ change }) => change !== null);
  if (seen.length < Math.max(1, minimum)) return refused("below_minimum_size");
  const isSeen = children.map(({ change }) => change !== null);
  const columns = ["(Intercept)", ...covariateNames, "trial"];
  const bothArms = new Set(children.map(({ trial }) => trial)).size === 2;
  const design = children.map(({ covariates, trial }) => [
    1,
    ...covariates,
    ...(bothArms ? [Number(trial)] : []),
  ]);
  const complete = seen.length === n;
  const fitted = complete ? null : logisticModel(design, isSeen);
  if (fitted !== null && fitted.reason !== null) return fitted;
  const propensities = fitted?.value.fitted ?? children.map(() => 1);
  const armRate = (trial: boolean) => {
    const arm = isSeen.filter((_, i) => children[i]!.trial === trial);
    return arm.length === 0 ? null : mean(arm.map(Number));
  };
  const rates = { comparison: armRate(false), trial: armRate(true) };
  const inverse = propensities.map((p, i) => (isSeen[i] ? 1 / p : 0));
  const weights = inverse.map(
    (w, i) => w * (children[i]!.trial ? rates.trial! : rates.comparison!),
  );
  const changes = children.map(({ change }) => change ?? 0);
  const own = weights.filter((_, i) => isSeen[i]);
  const sum = seen.reduce((total, { change }) => total + change!, 0);
  const seenChanges = seen.map(({ change }) => change!);
  const balance = [...covariateNames, "trial"].map((covariate, j) => {
    const values = children.map(({ covariates, trial }) => covariates[j] ?? Number(trial));
    const sd = standardDeviation(values);
    const distance = (w: readonly number[]) =>
      sd > 0 ? (weightedMean(values, w) - mean(values)) / sd : null;
    return { covariate, unweighted: distance(isSeen.map(Number)), weighted: distance(inverse) };
  });
  const missing = n - seen.length;
  const ofSeen = inverse.filter((_, i) => isSeen[i]);
  const [low, high] = [quantile(ofSeen, 0.01), quantile(ofSeen, 0.99)];
  const held = inverse.map((w, i) => (isSeen[i] ? Math.min(high, Math.max(low, w)) : 0));
  const result = {
    n,
    seen: seen.length,
    followUpRate: seen.length / n,
    followUpByArm: rates,
    retention: fitted && {
      columns: bothArms ? columns : columns.slice(0, -1),
      model: fitted.value,
      auc: areaUnderCurve(propensities, isSeen),
    },
    propensities,
    weights,
    meanWeight: mean(own),
    maxWeight: largest(own),
    maxUnstabilised: largest(inverse),
    effectiveSize: own.reduce((a, w) => a + w, 0) ** 2 / own.reduce((a, w) => a + w * w, 0),
    balance,
    completeCase: mean(seenChanges),
    weightedMean: weightedMean(changes, inverse),
    trimmedMean: weightedMean(changes, held),
    bounds: {
      lowest: (sum + missing * smallest(seenChanges)) / n,
      highest: (sum + missing * largest(seenChanges)) / n,
    },
    tippingChange: missing === 0 ? null : -sum / missing,
  };
  return found({ ...result, warnings: warningsOf(result) });
}

function warningsOf(result: Omit<Attrition, "warnings">): AttritionWarning[] {
  const { followUpByArm: rates, balance } = result;
  const gap = Math.abs((rates.trial ?? 0) - (rates.comparison ?? 0));
  const bothArms = rates.trial !== null && rates.comparison !== null;
  const raised: [AttritionWarning, boolean][] = [
    ["low_follow_up", 1 - result.followUpRate > flags.lost],
    ["differential_follow_up", bothArms && gap > flags.differential],
    ["extreme_weight", result.maxWeight >= flags.weight],
    [
      "imbalance_after_weighting",
      balance.some(({ weighted }) => weighted !== null && Math.abs(weighted) >= flags.balance),
    ],
  ];
  return raised.flatMap(([warning, isRaised]) => (isRaised ? [warning] : []));
}
