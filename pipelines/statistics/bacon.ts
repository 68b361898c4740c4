import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";
import { cohortStarts, type StaggeredRow, staggeredPanel } from "./staggered-panel.ts";

export type BaconType =
  | "Earlier vs Later Treated"
  | "Later vs Always Treated"
  | "Later vs Earlier Treated"
  | "Treated vs Untreated";

export interface BaconComparison {
  type: BaconType;
  /** Starts of the two cohorts; null for the never treated. */
  treated: number;
  comparison: number | null;
  weight: number;
  estimate: number;
}

export interface BaconDecomposition {
  comparisons: BaconComparison[];
  /** Total weight and weighted mean estimate of each type that occurs, in order of name. */
  types: { type: BaconType; weight: number; estimate: number }[];
  /** The two-way fixed-effects estimate the comparisons add up to. */
  twoWay: number;
  /** Weight on comparisons with cohorts already treated, which effects that grow turn around. */
  forbiddenShare: number;
}

/**
 * Two-way fixed effects as a weighted mean of all two-by-two comparisons of cohorts (Goodman-Bacon
 * 2021, equation 10). Weights sum to 1. Refuses a panel with gaps and one cohort alone.
 */
export function baconDecomposition(rows: readonly StaggeredRow[]): Result<BaconDecomposition> {
  const panel = staggeredPanel(rows);
  if (panel.reason !== null) return panel;
  const { periods, units } = panel.value;
  const first = periods[0]!;
  const starts: (number | null)[] = cohortStarts(units);
  if (units.some(({ start }) => start === null)) starts.push(null);
  const cohort = (start: number | null) => {
    const own = units.filter((unit) => unit.start === start);
    const paths = periods.map((_, t) => mean(own.map(({ values }) => values[t]!)));
    const treatedShare =
      start === null ? 0 : periods.filter((period) => period >= start).length / periods.length;
    return { start, n: own.length / units.length, paths, treatedShare };
  };
  const cohorts = starts.map(cohort);
  const raw: BaconComparison[] = [];
  for (const treated of cohorts) {
    if (treated.start === null || treated.start <= first) continue;
    for (const other of cohorts) {
      if (other === treated) continue;
      const { type, window } = comparisonOf(treated.start, other.start, first);
      const used = periods.flatMap((period, t) => (window(period) ? [t] : []));
      const at = (path: readonly number[], isAfter: boolean) =>
        mean(used.filter((t) => periods[t]! >= treated.start! === isAfter).map((t) => path[t]!));
      const length = used.length / periods.length;
      const after =
        used.filter((t) => periods[t]! >= treated.start!).length / Math.max(1, used.length);
      const share = treated.n / (treated.n + other.n);
      raw.push({
        type,
        treated: treated.start,
        comparison: other.start,
        weight: ((treated.n + other.n) * length) ** 2 * share * (1 - share) * after * (1 - after),
        estimate:
          at(treated.paths, true) -
          at(treated.paths, false) -
          (at(other.paths, true) - at(other.paths, false)),
      });
    }
  }
  const total = raw.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return refused("effect_not_identified");
  const comparisons = raw
    .filter(({ weight }) => weight > 0)
    .map((comparison) => ({ ...comparison, weight: comparison.weight / total }));
  const types = [...new Set(comparisons.map(({ type }) => type))].sort().map((type) => {
    const own = comparisons.filter((comparison) => comparison.type === type);
    const weight = own.reduce((sum, c) => sum + c.weight, 0);
    return {
      type,
      weight,
      estimate: own.reduce((sum, c) => sum + c.weight * c.estimate, 0) / weight,
    };
  });
  return found({
    comparisons,
    types,
    twoWay: comparisons.reduce((sum, { weight, estimate }) => sum + weight * estimate, 0),
    forbiddenShare: comparisons
      .filter(({ comparison }) => comparison !== null)
      .reduce(
        (sum, { weight, treated, comparison }) => sum + (comparison! < treated ? weight : 0),
        0,
      ),
  });
}

/** Periods in which the other cohort's treatment does not change. */
function comparisonOf(
  treated: number,
  other: number | null,
  first: number,
): { type: BaconType; window: (period: number) => boolean } {
  if (other === null) return { type: "Treated vs Untreated", window: () => true };
  if (other <= first) return { type: "Later vs Always Treated", window: () => true };
  return treated < other
    ? { type: "Earlier vs Later Treated", window: (period) => period < other }
    : { type: "Later vs Earlier Treated", window: (period) => period >= other };
}
