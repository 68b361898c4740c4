import { type ClusterRobustEstimate, clusterRobust } from "./cluster-robust.ts";
import { type DidOptions, minimumPrePeriods, preparedPanel } from "./did-panel.ts";
import { tTwoSidedP } from "./distributions.ts";
import { mean, variance } from "./moments.ts";
import { type PanelRow, twoWayMoments } from "./panel.ts";
import { type RandomisationTest, randomisationTest } from "./randomisation-inference.ts";
import { found, type Result } from "./result.ts";

export interface CellMeans {
  before: number;
  after: number;
}

export interface DifferenceInDifferences {
  estimate: number;
  cells: { comparison: CellMeans; treated: CellMeans };
  /** Primary: CR2 with Satterthwaite on the two-way regression, or why it was refused. */
  clustered: Result<ClusterRobustEstimate>;
  /** For comparison only: CR1 with t(G-1), which rejects too often with few treated units. */
  cr1: { se: number; t: number; p: number; df: number };
  /** Pooled t of one change a unit. */
  collapsed: { se: number; df: number; p: number };
  /** Studentised placebo p over units' changes is primary; the plain difference beside it, worked out when read. */
  studentised: Result<RandomisationTest>;
  readonly permutation: Result<RandomisationTest>;
  leaveOneOut: { unit: string; estimate: number }[];
}

/**
 * Difference in differences of a balanced panel in which all treated units start in period `start`;
 * equal to two-way fixed effects and to the difference in mean unit change. Assumes parallel trends.
 */
export function differenceInDifferences(
  rows: readonly PanelRow[],
  start: number,
  options: DidOptions = {},
): Result<DifferenceInDifferences> {
  const { level = 0.95, minimumPre = minimumPrePeriods.did, minimumAssignments } = options;
  const prepared = preparedPanel(rows, start, minimumPre);
  if (prepared.reason !== null) return prepared;
  const panel = prepared.value;
  const isAfter = panel.periods.map((period) => period >= start);
  const units = panel.units.map(({ id, treated, values }) => {
    const before = mean(values.filter((_, i) => !isAfter[i]));
    const after = mean(values.filter((_, i) => isAfter[i]));
    return { id, treated, before, after, value: after - before };
  });
  const side = (treated: boolean) => units.filter((unit) => unit.treated === treated);
  const difference = (of: typeof units) =>
    mean(of.flatMap((u) => (u.treated ? [u.value] : []))) -
    mean(of.flatMap((u) => (u.treated ? [] : [u.value])));
  const estimate = difference(units);
  const clusters = twoWayMoments(panel, ({ treated }, period) => [
    Number(treated && period >= start),
  ]);
  const columns = ["effect", ...panel.periods.slice(1).map((period) => `period ${period}`)];
  const treatedIds = new Set(side(true).map(({ id }) => id));
  const robust = (covariance: "CR1S" | "CR2", minimum = options.minimumClusters) =>
    clusterRobust({
      columns,
      clusters,
      contrast: "effect",
      covariance,
      level,
      treated: treatedIds,
      ...(minimum ? { minimum } : {}),
    });
  const cr1s = robust("CR1S", { treated: 1, comparison: 1 });
  if (cr1s.reason !== null) return cr1s;
  // fixest counts all periods' effects but not the units', which are nested in the clusters.
  const { n } = cr1s.value;
  const ours = n - columns.length;
  const se = cr1s.value.se * Math.sqrt(ours / (ours - 1));
  const t = estimate / se;
  const df = units.length - 1;
  const cell = (treated: boolean): CellMeans => ({
    before: mean(side(treated).map(({ before }) => before)),
    after: mean(side(treated).map(({ after }) => after)),
  });
  const sizes = minimumAssignments === undefined ? {} : { minimumAssignments };
  return found({
    estimate,
    cells: { comparison: cell(false), treated: cell(true) },
    clustered: robust("CR2"),
    cr1: { se, t, df, p: tTwoSidedP(t, df) },
    collapsed: pooledT(
      side(true).map(({ value }) => value),
      side(false).map(({ value }) => value),
    ),
    studentised: randomisationTest(units, sizes),
    get permutation() {
      return randomisationTest(units, { statistic: "difference", ...sizes });
    },
    leaveOneOut: units.map(({ id }) => ({
      unit: id,
      estimate: difference(units.filter((unit) => unit.id !== id)),
    })),
  });
}

function pooledT(treated: readonly number[], comparison: readonly number[]) {
  const [a, b] = [treated.length, comparison.length];
  const df = a + b - 2;
  const squares = (values: readonly number[]) =>
    values.length < 2 ? 0 : (values.length - 1) * variance(values);
  const pooled = (squares(treated) + squares(comparison)) / df;
  const se = Math.sqrt(pooled * (1 / a + 1 / b));
  return { se, df, p: tTwoSidedP((mean(treated) - mean(comparison)) / se, df) };
}
