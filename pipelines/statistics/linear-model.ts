import { sufficientStatistics } from "./cluster-moments.ts";
import { tCritical, tTwoSidedP } from "./distributions.ts";
import { type LeastSquares, leastSquares } from "./least-squares.ts";
import { dot, quadratic } from "./matrix.ts";
import { mean } from "./moments.ts";
import { found, type Interval, type Result } from "./result.ts";

export interface Coefficient {
  estimate: number;
  se: number;
  t: number;
  p: number;
  ci: Interval;
}

export interface LinearModel {
  fit: LeastSquares;
  /** In the order of the design's columns, on n - p degrees of freedom. */
  coefficients: Coefficient[];
  residuals: number[];
  sigma: number;
  r2: number;
}

/** Ordinary least squares of y on the rows of a design, the intercept's column of ones included. */
export function linearModel(
  x: readonly (readonly number[])[],
  y: readonly number[],
  level = 0.95,
): Result<LinearModel> {
  const rows = x.map((row, i) => ({ cluster: "all", x: row, y: y[i]! }));
  const fitted = leastSquares(sufficientStatistics(rows));
  if (fitted.reason !== null) return fitted;
  const fit = fitted.value;
  const residuals = x.map((row, i) => y[i]! - dot(row, fit.coefficients));
  const rss = dot(residuals, residuals);
  const variance = rss / (fit.n - fit.p);
  const critical = tCritical(level, fit.n - fit.p);
  const coefficients = fit.coefficients.map((estimate, j) => {
    const se = Math.sqrt(variance * fit.bread[j]![j]!);
    const ci = { lo: estimate - critical * se, hi: estimate + critical * se, level };
    return { estimate, se, t: estimate / se, p: tTwoSidedP(estimate / se, fit.n - fit.p), ci };
  });
  const centre = mean(y);
  const total = y.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const model = { ...fit, rss, variance };
  return found({
    fit: model,
    coefficients,
    residuals,
    sigma: Math.sqrt(variance),
    r2: 1 - rss / total,
  });
}

/** HC3 standard errors: each residual over one minus its leverage. */
export function hc3(model: LinearModel, x: readonly (readonly number[])[]): number[] {
  const { bread } = model.fit;
  const sums = bread.map(() => 0);
  x.forEach((row, i) => {
    const scaled = model.residuals[i]! / (1 - quadratic(bread, row));
    bread.forEach((line, j) => {
      sums[j] = sums[j]! + (dot(line, row) * scaled) ** 2;
    });
  });
  return sums.map(Math.sqrt);
}
