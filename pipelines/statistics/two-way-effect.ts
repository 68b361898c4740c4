import { clusterCovariance } from "./cluster-covariance.ts";
import { leastSquares } from "./least-squares.ts";
import { twoWayMoments } from "./panel.ts";
import { found, type Result } from "./result.ts";
import { type StaggeredRow, staggeredPanel } from "./staggered-panel.ts";

/**
 * Two-way fixed effects with CR1 standard error by unit. Under staggered starts a mean of
 * comparisons some of which are wrong, so shown only beside its decomposition.
 */
export function twoWayEffect(
  rows: readonly StaggeredRow[],
): Result<{ estimate: number; se: number }> {
  const panel = staggeredPanel(rows);
  if (panel.reason !== null) return panel;
  const { periods, units } = panel.value;
  const fitted = leastSquares(
    twoWayMoments(panel.value, ({ start }, period) => [Number(start !== null && period >= start)]),
  );
  if (fitted.reason !== null) return fitted;
  const { n, coefficients } = fitted.value;
  const g = units.length;
  const scale = (g / (g - 1)) * ((n - 1) / (n - 1 - periods.length));
  const variance = scale * clusterCovariance(fitted.value)[0]![0]!;
  return found({ estimate: coefficients[0]!, se: Math.sqrt(variance) });
}
