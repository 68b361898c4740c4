import { choleskyFactors, dot, type Rows, times, zeros } from "./matrix.ts";
import { largest } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

export interface LogisticModel {
  coefficients: number[];
  se: number[];
  /** Inverse of the information matrix. */
  covariance: Rows;
  /** P(outcome) of each row. */
  fitted: number[];
  deviance: number;
}

const mostSteps = 40;

/**
 * Maximum-likelihood logistic regression on the rows of a design, the intercept's ones included.
 * Refuses an outcome that never varies, dependent columns, and separation: a covariate that tells
 * the outcome without error has no finite coefficient, so Newton's steps never shrink.
 */
export function logisticModel(
  x: readonly (readonly number[])[],
  outcome: readonly boolean[],
): Result<LogisticModel> {
  const p = x[0]?.length ?? 0;
  if (p === 0 || x.length <= p) return refused("below_minimum_size");
  if (outcome.every((seen) => seen === outcome[0])) return refused("no_variation");
  let coefficients = new Array<number>(p).fill(0);
  for (let step = 0; step < mostSteps; step++) {
    const fitted = x.map((row) => probability(dot(row, coefficients)));
    const covariance = choleskyFactors(information(x, fitted))?.inverse;
    if (covariance === undefined) return refused(step === 0 ? "singular_design" : "separation");
    const move = times(covariance, score(x, outcome, fitted));
    coefficients = coefficients.map((value, j) => value + move[j]!);
    const linear = largest(x.map((row) => Math.abs(dot(row, move))));
    if (linear > 1e-9) continue;
    return found({
      coefficients,
      se: covariance.map((row, j) => Math.sqrt(row[j]!)),
      covariance,
      fitted,
      deviance: -2 * fitted.reduce((sum, q, i) => sum + Math.log(outcome[i] ? q : 1 - q), 0),
    });
  }
  return refused("separation");
}

function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function information(x: readonly (readonly number[])[], fitted: readonly number[]): Rows {
  const p = x[0]!.length;
  const sums = zeros(p, p);
  x.forEach((row, i) => {
    const weight = fitted[i]! * (1 - fitted[i]!);
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++) sums[j]![k] = sums[j]![k]! + weight * (row[j]! * row[k]!);
    }
  });
  return sums;
}

function score(
  x: readonly (readonly number[])[],
  outcome: readonly boolean[],
  fitted: readonly number[],
): number[] {
  return x[0]!.map((_, j) =>
    x.reduce((sum, row, i) => sum + row[j]! * (Number(outcome[i]) - fitted[i]!), 0),
  );
}
