import { chiSquaredUpper } from "./distributions.ts";
import { choleskyFactors, dot, quadratic } from "./matrix.ts";
import { found, type Reason, type Result, refused } from "./result.ts";
import {
  cohortStarts,
  type StaggeredRow,
  type StaggeredUnit,
  staggeredPanel,
} from "./staggered-panel.ts";
import { type EffectEstimator, twoPeriodEffect } from "./two-period-effect.ts";

export interface GroupTimeOptions {
  /** Units not treated by then, or only those never treated. */
  comparison?: "notYetTreated" | "neverTreated";
  estimator?: EffectEstimator;
  /** Pre-periods against the period before them, or all against the last clean one. */
  base?: "varying" | "universal";
  /** Periods before the start in which the coming treatment may already show. */
  anticipation?: number;
  /** Smallest cohort whose standard error is given: one unit has no spread. */
  minimumCohort?: number;
}

export interface GroupTimeEffect {
  cohort: number;
  period: number;
  att: number | null;
  se: number | null;
  reason: Reason | null;
  influence: number[];
}

export interface GroupTimeEffects {
  /** Units used, and those treated from the first period on, which tell nothing. */
  units: StaggeredUnit[];
  alwaysTreated: string[];
  effects: GroupTimeEffect[];
  minimumCohort: number;
  /** Wald test that all effects before treatment are 0, too liberal with few units. */
  preTest: { statistic: number; df: number; p: number } | null;
}

const smallestSe = 10 * Math.sqrt(Number.EPSILON);

/**
 * Effect of treatment on each cohort in each period against units not yet (or never) treated
 * (Callaway & Sant'Anna 2021), as `did`. Without never-treated units the last cohort serves as
 * comparison until it starts, and the periods from then on are dropped. Covariates must be in every
 * row or in none. Assumes parallel trends given them, and no effect before the start less the
 * anticipation. Refuses a panel with gaps and one without a cohort or a comparison.
 */
export function groupTimeEffects(
  rows: readonly StaggeredRow[],
  options: GroupTimeOptions = {},
): Result<GroupTimeEffects> {
  const { comparison = "notYetTreated", estimator = "regression", base = "varying" } = options;
  const { anticipation = 0, minimumCohort = 2 } = options;
  const panel = staggeredPanel(rows);
  if (panel.reason !== null) return panel;
  const first = panel.value.periods[0]!;
  const isAlways = ({ start }: StaggeredUnit) => start !== null && start <= first;
  const units = panel.value.units.filter((unit) => !isAlways(unit));
  let { periods } = panel.value;
  let cohorts = cohortStarts(units);
  if (!units.some(({ start }) => start === null)) {
    const last = cohorts.at(-1);
    if (comparison === "neverTreated" || last === undefined) {
      return refused("too_few_comparison_clusters");
    }
    periods = periods.filter((period) => period < last - anticipation);
    cohorts = cohorts.slice(0, -1).filter((cohort) => cohort <= (periods.at(-1) ?? cohort - 1));
  }
  if (cohorts.length === 0) return refused("too_few_treated_clusters");
  const effects: GroupTimeEffect[] = [];
  for (const cohort of cohorts) {
    const clean = periods.findLastIndex((period) => period + anticipation < cohort);
    const size = units.filter(({ start }) => start === cohort).length;
    if (clean === -1) continue;
    for (let at = base === "varying" ? 1 : 0; at < periods.length; at++) {
      const period = periods[at]!;
      const from = base === "universal" || period >= cohort ? clean : at - 1;
      if (from === at) {
        const influence = units.map(() => 0);
        effects.push({ cohort, period, att: 0, se: null, reason: null, influence });
        continue;
      }
      const latest = periods[Math.max(at, from)]! + anticipation;
      const side = units.map(({ start }) => {
        if (start === cohort) return true;
        const serves = start === null || (comparison === "notYetTreated" && start > latest);
        return serves ? false : null;
      });
      const used = units.flatMap((_, i) => (side[i] === null ? [] : [i]));
      const earlier = Math.min(at, from);
      const result = twoPeriodEffect(
        used.map((i) => ({
          treated: side[i]!,
          change: units[i]!.values[at]! - units[i]!.values[from]!,
          x: [1, ...units[i]!.covariates[earlier]!],
        })),
        estimator,
      );
      const influence = units.map(() => 0);
      used.forEach((i, k) => {
        influence[i] = (result.value?.influence[k] ?? 0) * (units.length / used.length);
      });
      const se = result.value && size >= minimumCohort ? standardError(influence) : null;
      const att = result.value?.att ?? null;
      effects.push({ cohort, period, att, se, reason: result.reason, influence });
    }
  }
  return found({
    units,
    alwaysTreated: panel.value.units.filter(isAlways).map(({ id }) => id),
    effects,
    minimumCohort,
    preTest: preTest(effects.filter(({ cohort, period }) => cohort > period)),
  });
}

/** Root of the mean square influence over n; null where nothing varies. */
export function standardError(influence: readonly number[]): number | null {
  const se = Math.sqrt(dot(influence, influence)) / influence.length;
  return se > smallestSe ? se : null;
}

function preTest(before: readonly GroupTimeEffect[]): GroupTimeEffects["preTest"] {
  if (before.length === 0 || before.some(({ att, se }) => att === null || se === null)) return null;
  const n = before[0]!.influence.length;
  const covariance = before.map((a) => before.map((b) => dot(a.influence, b.influence) / (n * n)));
  const factors = choleskyFactors(covariance);
  if (factors === null) return null;
  const statistic = quadratic(
    factors.inverse,
    before.map(({ att }) => att!),
  );
  return { statistic, df: before.length, p: chiSquaredUpper(statistic, before.length) };
}
