import { clusterCovariance } from "./cluster-covariance.ts";
import { leastSquares } from "./least-squares.ts";
import { dot, quadratic } from "./matrix.ts";
import { twoWayMoments } from "./panel.ts";
import { found, type Result, refused } from "./result.ts";
import { cohortStarts, type StaggeredRow, staggeredPanel } from "./staggered-panel.ts";

export interface SunAbraham {
  /** Mean over all treated unit-periods. */
  att: { estimate: number; se: number };
  /** By periods since the start, -1 being the reference. */
  events: { exposure: number; estimate: number; se: number }[];
}

/**
 * Interaction-weighted event study: a two-way regression with every cohort's own path, averaged by
 * cohort size (Sun & Abraham 2021), as `fixest::sunab`; CR1 standard errors by unit. Never-treated
 * units are the reference and units treated throughout are left out. Refuses a panel without both,
 * and one with gaps.
 */
export function sunAbraham(rows: readonly StaggeredRow[]): Result<SunAbraham> {
  const whole = staggeredPanel(rows);
  if (whole.reason !== null) return whole;
  const { periods } = whole.value;
  const units = whole.value.units.filter(({ start }) => start === null || start > periods[0]!);
  if (!units.some(({ start }) => start === null)) return refused("too_few_comparison_clusters");
  const cells = cohortStarts(units).flatMap((cohort) => {
    const size = units.filter(({ start }) => start === cohort).length;
    const reference = periods.findLast((period) => period < cohort)!;
    return periods
      .filter((period) => period !== reference)
      .map((period) => ({ cohort, period, exposure: period - cohort, size }));
  });
  if (cells.length === 0) return refused("too_few_treated_clusters");
  const fitted = leastSquares(
    twoWayMoments({ periods, units }, ({ start }, period) =>
      cells.map((cell) => Number(cell.cohort === start && cell.period === period)),
    ),
  );
  if (fitted.reason !== null) return fitted;
  const { n, coefficients } = fitted.value;
  const g = units.length;
  const scale = (g / (g - 1)) * ((n - 1) / (n - cells.length - periods.length));
  const covariance = clusterCovariance(fitted.value);
  const average = (isIn: (cell: (typeof cells)[number]) => boolean) => {
    const total = cells.reduce((sum, cell) => sum + (isIn(cell) ? cell.size : 0), 0);
    const weights = coefficients.map((_, j) =>
      j < cells.length && isIn(cells[j]!) ? cells[j]!.size / total : 0,
    );
    return {
      estimate: dot(weights, coefficients),
      se: Math.sqrt(scale * quadratic(covariance, weights)),
    };
  };
  const exposures = [...new Set(cells.map(({ exposure }) => exposure))].sort((a, b) => a - b);
  return found({
    att: average(({ exposure }) => exposure >= 0),
    events: exposures.map((exposure) => ({
      exposure,
      ...average((cell) => cell.exposure === exposure),
    })),
  });
}
