import { tCritical } from "./distributions.ts";
import { linearModel } from "./linear-model.ts";
import { dot, quadratic } from "./matrix.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** What all other units lead one to expect of one, in the units of y. */
export interface HeldOut {
  expected: number;
  /** Such a new unit lies in it as often as `level` says, where residuals are normal. */
  prediction: Interval;
}

/**
 * Each unit's y as ordinary least squares on the rows of a design, fitted without that unit, would
 * predict it, in the order given: the residual over one minus its leverage is taken off (Cook and
 * Weisberg 1982, 2.2). The design holds the intercept's column of ones. Refuses dependent columns and
 * fewer than three units more than columns.
 */
export function heldOut(
  x: readonly (readonly number[])[],
  y: readonly number[],
  level = 0.95,
): Result<HeldOut[]> {
  const columns = x[0]?.length ?? 0;
  if (x.length < columns + 3) return refused("below_minimum_size");
  const model = linearModel(x, y, level);
  if (model.reason !== null) return model;
  const { residuals, fit } = model.value;
  const rss = dot(residuals, residuals);
  const degrees = fit.n - fit.p - 1;
  const critical = tCritical(level, degrees);
  const units = x.map((row, i) => {
    const own = 1 - quadratic(fit.bread, row);
    const expected = y[i]! - residuals[i]! / own;
    const variance = (rss - residuals[i]! ** 2 / own) / degrees;
    const half = critical * Math.sqrt(variance / own);
    return { expected, prediction: { lo: expected - half, hi: expected + half, level } };
  });
  return found(units);
}
