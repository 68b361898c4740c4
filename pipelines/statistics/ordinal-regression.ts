import { minimumPerArm } from "./ancova.ts";
import { type CumulativeModel, type CumulativeRow, cumulativeModel } from "./cumulative-logit.ts";
import { chiSquaredQuantile, chiSquaredUpper, normalQuantile } from "./distributions.ts";
import { dot } from "./matrix.ts";
import { found, type Interval, type Result, refused } from "./result.ts";
import { brentRoot } from "./root.ts";

export interface OrdinalChild {
  trial: boolean;
  covariates: readonly number[];
  outcome: number;
}

export interface OrdinalRegression {
  /** Outcomes that occur, in order. */
  levels: number[];
  /** Log odds of a higher outcome: of the trial first, then of each covariate. */
  coefficients: { estimate: number; se: number }[];
  /** Between each level and the next. */
  thresholds: number[];
  logLikelihood: number;
  /** Odds of a higher outcome, trial against comparison. */
  oddsRatio: { estimate: number; wald: Interval; profile: Interval };
  /** Likelihood-ratio test of one trial effect against its own at each threshold; null when none. */
  proportionalOdds: { chiSquared: number; df: number; p: number } | null;
  /** Chance of each level at given covariates. */
  predict: (trial: boolean, covariates: readonly number[]) => number[];
}

/**
 * Proportional odds, logit P(Y <= k) = threshold_k - x'beta (McCullagh 1980), by maximum likelihood
 * with a profile interval. Assumes independent children and one effect across thresholds. Refuses
 * fewer than ten children an arm, one outcome alone, dependent columns and separation: then report
 * `superiority` alone, or merge levels.
 */
export function ordinalRegression(
  children: readonly OrdinalChild[],
  { minimum = minimumPerArm, level = 0.95 } = {},
): Result<OrdinalRegression> {
  const treated = children.filter(({ trial }) => trial).length;
  if (Math.min(treated, children.length - treated) < Math.max(1, minimum)) {
    return refused("below_minimum_size");
  }
  const levels = [...new Set(children.map(({ outcome }) => outcome))].sort((a, b) => a - b);
  const steps = levels.length - 1;
  if (steps === 0) return refused("no_variation");
  const x = children.map(({ trial, covariates }) => [Number(trial), ...covariates]);
  const at = children.map(({ outcome }) => levels.indexOf(outcome));
  const n = children.length;
  const cumulative = levels.slice(0, -1).map((_, k) => at.filter((own) => own <= k).length / n);
  const first = cumulative.map((share) => Math.log(share / (1 - share)));
  const p = x[0]!.length;
  const fit = (fixed: number | null): Result<CumulativeModel> =>
    cumulativeModel(
      x.map((row, i) => {
        const own = fixed === null ? row : row.slice(1);
        const bound = (k: number) =>
          k < 0 || k >= steps ? null : [...indicator(k, steps), ...own.map((value) => -value)];
        const offset = fixed === null ? 0 : -fixed * row[0]!;
        return { upper: bound(at[i]!), lower: bound(at[i]! - 1), offset };
      }),
      [...first, ...new Array<number>(fixed === null ? p : p - 1).fill(0)],
    );
  const fitted = fit(null);
  if (fitted.reason !== null) return fitted;
  const { parameters, covariance, logLikelihood, isReached } = fitted.value;
  if (!isReached) return refused("separation");
  const thresholds = parameters.slice(0, steps);
  const beta = parameters.slice(steps);
  const se = (j: number) => Math.sqrt(covariance[steps + j]![steps + j]!);
  const drop = chiSquaredQuantile(level, 1);
  const excess = (value: number) =>
    2 * (logLikelihood - (fit(value).value?.logLikelihood ?? Number.NEGATIVE_INFINITY)) - drop;
  const edge = (side: -1 | 1) => {
    let far = beta[0]! + side * 2 * se(0);
    for (let i = 0; i < 20 && excess(far) < 0; i++) far += side * se(0);
    return brentRoot(excess, beta[0]!, far, 1e-9);
  };
  const margin = normalQuantile(1 - (1 - level) / 2) * se(0);
  return found({
    levels,
    coefficients: beta.map((estimate, j) => ({ estimate, se: se(j) })),
    thresholds,
    logLikelihood,
    oddsRatio: {
      estimate: Math.exp(beta[0]!),
      wald: { lo: Math.exp(beta[0]! - margin), hi: Math.exp(beta[0]! + margin), level },
      profile: { lo: Math.exp(edge(-1)), hi: Math.exp(edge(1)), level },
    },
    proportionalOdds: nominalTest(x, at, [...thresholds, ...beta], steps, logLikelihood),
    predict: (trial, covariates) => {
      const shift = dot(beta, [Number(trial), ...covariates]);
      const below = [...thresholds.map((a) => 1 / (1 + Math.exp(shift - a))), 1];
      return below.map((value, k) => value - (below[k - 1] ?? 0));
    },
  });
}

/** The trial's effect freed at every threshold, the covariates' held in common. */
function nominalTest(
  x: readonly (readonly number[])[],
  at: readonly number[],
  start: readonly number[],
  steps: number,
  logLikelihood: number,
): OrdinalRegression["proportionalOdds"] {
  if (steps < 2) return null;
  const rows: CumulativeRow[] = x.map(([trial, ...covariates], i) => {
    const bound = (k: number) =>
      k < 0 || k >= steps
        ? null
        : [
            ...indicator(k, steps),
            ...indicator(k, steps).map((value) => -value * trial!),
            ...covariates.map((value) => -value),
          ];
    return { upper: bound(at[i]!), lower: bound(at[i]! - 1), offset: 0 };
  });
  const effects = new Array<number>(steps).fill(start[steps]!);
  const free = cumulativeModel(rows, [
    ...start.slice(0, steps),
    ...effects,
    ...start.slice(steps + 1),
  ]);
  if (free.value === null) return null;
  const chiSquared = 2 * (free.value.logLikelihood - logLikelihood);
  return { chiSquared, df: steps - 1, p: chiSquaredUpper(chiSquared, steps - 1) };
}

function indicator(k: number, length: number): number[] {
  return Array.from({ length }, (_, j) => Number(j === k));
}
