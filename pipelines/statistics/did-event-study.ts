import { clusterCovariance } from "./cluster-covariance.ts";
import { type DidOptions, minimumPrePeriods, preparedPanel } from "./did-panel.ts";
import { fUpper, tCritical } from "./distributions.ts";
import { leastSquares } from "./least-squares.ts";
import { choleskyFactors, quadratic } from "./matrix.ts";
import { mean } from "./moments.ts";
import { type Panel, type PanelRow, twoWayMoments } from "./panel.ts";
import { type RandomisationTest, randomisationTest } from "./randomisation-inference.ts";
import { found, type Interval, type Result } from "./result.ts";

export interface EventStudy {
  /** Treated minus comparison, relative to the last period before the start. */
  points: { period: number; relative: number; estimate: number; se: number; ci: Interval }[];
  /** Cluster Wald test that all pre-periods are zero: rejects far too often with few treated. */
  preTrendWald: { f: number; df1: number; df2: number; p: number } | null;
  /** The same question by permuting the treated label over units: the one to publish. */
  preTrendPlacebo: Result<RandomisationTest>;
}

/** Event study of the same panel. Refuses fewer than four periods before the start. */
export function eventStudy(
  rows: readonly PanelRow[],
  start: number,
  options: DidOptions = {},
): Result<EventStudy> {
  const { level = 0.95, minimumPre = minimumPrePeriods.eventStudy, minimumAssignments } = options;
  const prepared = preparedPanel(rows, start, minimumPre);
  if (prepared.reason !== null) return prepared;
  const panel = prepared.value;
  const reference = panel.periods.findLast((period) => period < start)!;
  const shown = panel.periods.filter((period) => period !== reference);
  const clusters = twoWayMoments(panel, ({ treated }, period) =>
    shown.map((other) => Number(treated && other === period)),
  );
  const fitted = leastSquares(clusters);
  if (fitted.reason !== null) return fitted;
  const fit = fitted.value;
  const g = panel.units.length;
  const k = shown.length + panel.periods.length;
  const scale = (g / (g - 1)) * ((fit.n - 1) / (fit.n - k));
  const covariance = clusterCovariance(fit).map((row) => row.map((value) => value * scale));
  const critical = tCritical(level, g - 1);
  const points = shown.map((period, j) => {
    const estimate = fit.coefficients[j]!;
    const se = Math.sqrt(covariance[j]![j]!);
    const ci = { lo: estimate - critical * se, hi: estimate + critical * se, level };
    return { period, relative: period - start, estimate, se, ci };
  });
  const pre = points.flatMap(({ period }, j) => (period < reference ? [j] : []));
  const block = pre.map((i) => pre.map((j) => covariance[i]![j]!));
  const inverse = pre.length === 0 ? null : choleskyFactors(block);
  const df1 = pre.length;
  const df2 = fit.n - (g + panel.periods.length - 1 + shown.length);
  const statistic =
    inverse &&
    quadratic(
      inverse.inverse,
      pre.map((j) => points[j]!.estimate),
    ) / df1;
  return found({
    points,
    preTrendWald:
      statistic === null ? null : { f: statistic, df1, df2, p: fUpper(statistic, df1, df2) },
    preTrendPlacebo: preTrendPlacebo(panel, reference, minimumAssignments),
  });
}

/** One number a unit: its mean drift before the reference period, whose difference is permuted. */
function preTrendPlacebo({ periods, units }: Panel, reference: number, minimum?: number) {
  const at = periods.indexOf(reference);
  const drifts = units.map(({ treated, values }) => ({
    treated,
    value: values[at]! - mean(values.slice(0, at)),
  }));
  return randomisationTest(drifts, minimum === undefined ? {} : { minimumAssignments: minimum });
}
