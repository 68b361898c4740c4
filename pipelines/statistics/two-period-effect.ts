import { logisticModel } from "./logistic-regression.ts";
import { choleskyFactors, dot, product, type Rows, times, transpose } from "./matrix.ts";
import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

/** Outcome regression, inverse-probability weights, or both (doubly robust). */
export type EffectEstimator = "regression" | "weighting" | "doublyRobust";

export interface TwoPeriodUnit {
  treated: boolean;
  change: number;
  /** Covariates at the earlier period, the intercept's 1 included. */
  x: readonly number[];
}

export interface TwoPeriodEffect {
  att: number;
  /** Each unit's influence: the estimate's variance is its mean square over n. */
  influence: number[];
}

// At this chance of treatment a unit has no like among the comparison.
const overlapLimit = 0.999;

/**
 * Effect on the treated between two periods, with its influence function (Heckman, Ichimura & Todd
 * 1997; Abadie 2005; Sant'Anna & Zhao 2020, the traditional doubly robust form), as `DRDID`.
 * Refuses no units on a side, a regression the comparison cannot carry, and a lack of overlap.
 */
export function twoPeriodEffect(
  units: readonly TwoPeriodUnit[],
  estimator: EffectEstimator,
): Result<TwoPeriodEffect> {
  const treated = units.map((unit) => Number(unit.treated));
  const share = mean(treated);
  if (!(share > 0)) return refused("too_few_treated_clusters");
  if (!(share < 1)) return refused("too_few_comparison_clusters");
  const outcome = estimator === "weighting" ? null : comparisonTrend(units);
  if (outcome?.reason != null) return outcome;
  const odds = estimator === "regression" ? null : treatmentOdds(units);
  if (odds?.reason != null) return odds;
  const trend = outcome?.value ?? null;
  const chance = odds?.value ?? null;
  const rest = units.map(({ change }, i) => change - (trend?.fitted[i] ?? 0));
  const treatedMean = average(rest, treated);
  // Regression alone has nothing left to compare: its comparison is wholly the fitted trend.
  const weights = chance?.weights ?? treated.map(() => 0);
  const comparisonMean = chance === null ? 0 : average(rest, weights);
  const carried = trend === null ? null : times(transposed(units, treated), ones(units));
  const reweighted = trend && chance && times(transposed(units, weights), ones(units));
  const pull =
    chance &&
    times(
      transposed(units, weights),
      rest.map((r) => r - comparisonMean),
    );
  const weight = mean(weights);
  const n = units.length;
  const influence = units.map((_, i) => {
    const onTreated =
      treated[i]! * (rest[i]! - treatedMean) -
      (carried === null ? 0 : dot(trend!.influence[i]!, carried) / n);
    if (chance === null) return onTreated / share;
    const onComparison =
      weights[i]! * (rest[i]! - comparisonMean) +
      dot(chance.influence[i]!, pull!) / n -
      (reweighted === null ? 0 : dot(trend!.influence[i]!, reweighted) / n);
    return onTreated / share - onComparison / weight;
  });
  return found({ att: treatedMean - comparisonMean, influence });
}

interface Nuisance {
  /** Each unit's influence on the coefficients. */
  influence: Rows;
}

/** Least squares of the change among the comparison, carried over to every unit. */
function comparisonTrend(units: readonly TwoPeriodUnit[]): Result<Nuisance & { fitted: number[] }> {
  const comparison = units.map(({ treated }) => Number(!treated));
  const columns = transposed(units, comparison);
  const n = units.length;
  const inverse = choleskyFactors(
    product(
      columns,
      units.map(({ x }) => [...x]),
    ),
  )?.inverse;
  if (inverse === undefined) return refused("singular_design");
  const coefficients = times(
    inverse,
    times(
      columns,
      units.map(({ change }) => change),
    ),
  );
  const fitted = units.map(({ x }) => dot(x, coefficients));
  const influence = units.map(({ x, change }, i) =>
    times(inverse, x).map((value) => n * comparison[i]! * (change - fitted[i]!) * value),
  );
  return found({ fitted, influence });
}

/** Odds of treatment as weights of the comparison, 0 for the treated. */
function treatmentOdds(units: readonly TwoPeriodUnit[]): Result<Nuisance & { weights: number[] }> {
  const model = logisticModel(
    units.map(({ x }) => x),
    units.map(({ treated }) => treated),
  );
  if (model.reason !== null) return model;
  const { fitted, covariance } = model.value;
  if (Math.max(...fitted) >= overlapLimit) return refused("separation");
  const n = units.length;
  return found({
    weights: units.map(({ treated }, i) => (treated ? 0 : fitted[i]! / (1 - fitted[i]!))),
    influence: units.map(({ x, treated }, i) =>
      times(covariance, x).map((value) => n * (Number(treated) - fitted[i]!) * value),
    ),
  });
}

function average(values: readonly number[], weights: readonly number[]): number {
  return dot(values, weights) / weights.reduce((sum, weight) => sum + weight, 0);
}

function transposed(units: readonly TwoPeriodUnit[], weights: readonly number[]): Rows {
  return transpose(units.map(({ x }, i) => x.map((value) => value * weights[i]!)));
}

function ones(units: readonly unknown[]): number[] {
  return units.map(() => 1);
}
