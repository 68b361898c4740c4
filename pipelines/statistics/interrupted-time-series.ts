import { gaussianAr1, type SerialFit } from "./ar1.ts";
import { normalQuantile } from "./distributions.ts";
import { type LinearModel, linearModel } from "./linear-model.ts";
import { dot, quadratic } from "./matrix.ts";
import { neweyWest } from "./newey-west.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Points each side of the start before level and slope can be told apart. */
export const minimumPerSide = 8;

export interface InterruptedSeries {
  /** Intercept, slope before, change of level, change of slope per period. */
  model: LinearModel;
  neweyWestSe: number[];
  /** Gaussian AR(1) by REML as a check; null when it does not converge. */
  ar1: SerialFit | null;
  durbinWatson: number;
  /** First autocorrelation of the residuals. */
  autocorrelation: number;
  /** Level and slope together, so many periods after the start. */
  effect: { periodsAfter: number; estimate: number; se: number; ci: Interval };
}

/**
 * Level and slope change at `start` (the index of the first period after) in a regular series, with
 * Newey-West standard errors. Assumes the earlier trend would have gone on and nothing else changed
 * then; September's academic-year step is not an effect. Refuses fewer than 8 points on a side.
 */
export function interruptedSeries(
  values: readonly number[],
  start: number,
  options: { lag?: number; minimum?: number; level?: number } = {},
): Result<InterruptedSeries> {
  const { lag = 3, minimum = minimumPerSide, level = 0.95 } = options;
  if (Math.min(start, values.length - start) < minimum) return refused("below_minimum_size");
  const design = values.map((_, i) => [1, i + 1, Number(i >= start), Math.max(0, i + 1 - start)]);
  const fitted = linearModel(design, values);
  if (fitted.reason !== null) return fitted;
  const model = fitted.value;
  const covariance = neweyWest(model, design, lag);
  const e = model.residuals;
  const squares = dot(e, e);
  const lagged = (term: (now: number, before: number) => number) =>
    e.slice(1).reduce((sum, value, i) => sum + term(value, e[i]!), 0);
  const periodsAfter = values.length - start;
  const weights = [0, 0, 1, periodsAfter];
  const estimate = dot(weights, model.fit.coefficients);
  const se = Math.sqrt(quadratic(covariance, weights));
  const margin = normalQuantile(1 - (1 - level) / 2) * se;
  return found({
    model,
    neweyWestSe: covariance.map((row, j) => Math.sqrt(row[j]!)),
    ar1: gaussianAr1(design, values).value,
    durbinWatson: lagged((now, before) => (now - before) ** 2) / squares,
    autocorrelation: lagged((now, before) => now * before) / squares,
    effect: {
      periodsAfter,
      estimate,
      se,
      ci: { lo: estimate - margin, hi: estimate + margin, level },
    },
  });
}
