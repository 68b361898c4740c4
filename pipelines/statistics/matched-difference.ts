import { group } from "d3";
import { normalQuantile } from "./distributions.ts";
import { mean, variance } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

/** A unit of either group; units are matched within a stratum alone. */
export interface MatchedUnit {
  isCase: boolean;
  stratum: string;
  /** What units are to be alike in, in any units: distances are of standardised columns. */
  covariates: readonly number[];
  outcome: number;
}

export interface MatchedDifference {
  /** Cases that have matches, and other units used at least once. */
  cases: number;
  matched: number;
  /** Mean outcome of the cases, and of what their matches had. */
  caseMean: number;
  matchedMean: number;
  difference: number;
  se: number;
  ci: { lo: number; hi: number; level: number };
  /** Difference of each matched case from the mean of its matches. */
  differences: number[];
  /**
   * Mean difference of each covariate before and after matching, in standard deviations of the cases
   * within their strata: spread between strata or groups would make sides look alike.
   */
  balance: { before: number; after: number }[];
}

export interface MatchOptions {
  /** Matches for each case. */
  matches?: number;
  /** Root mean squared distance over the covariates, in standard deviations, beyond which units are not alike. */
  caliper?: number;
  /** Fewest cases with matches. */
  minimum?: number;
  level?: number;
}

/**
 * Mean difference between cases and the others most like them: nearest neighbours with replacement,
 * on standardised covariates, with the variance of Abadie and Imbens (2006, Econometrica 74,
 * 235–267, theorem 7) for the average effect on the cases given the others; the variance of an
 * outcome at given covariates is that of a unit and its nearest neighbour of the same group. A case
 * with fewer others within the caliper than are asked for is left out.
 */
export function matchedDifference(
  units: readonly MatchedUnit[],
  { matches = 5, caliper = 0.5, minimum = 10, level = 0.95 }: MatchOptions = {},
): Result<MatchedDifference> {
  const width = units[0]?.covariates.length ?? 0;
  const columns = Array.from({ length: width }, (_, j) => units.map((u) => u.covariates[j]!));
  const spreads = columns.map((column) => Math.sqrt(variance(column)) || 1);
  const scaled = units.map((unit) => ({
    ...unit,
    at: unit.covariates.map((value, j) => value / spreads[j]!),
  }));
  type Scaled = (typeof scaled)[number];
  const distance = (a: Scaled, b: Scaled) =>
    Math.sqrt(a.at.reduce((sum, value, j) => sum + (value - b.at[j]!) ** 2, 0) / (width || 1));
  const strata = new Map<string, Scaled[]>();
  for (const unit of scaled) strata.set(unit.stratum, [...(strata.get(unit.stratum) ?? []), unit]);
  const nearest = (unit: Scaled, isCase: boolean, many: number) =>
    strata
      .get(unit.stratum)!
      .filter((other) => other !== unit && other.isCase === isCase)
      .map((other) => ({ other, d: distance(unit, other) }))
      .sort((a, b) => a.d - b.d)
      .slice(0, many);
  const pairs = scaled
    .filter(({ isCase }) => isCase)
    .flatMap((unit) => {
      const like = nearest(unit, false, matches);
      return like.length === matches && like.at(-1)!.d <= caliper
        ? [{ unit, like: like.map(({ other }) => other) }]
        : [];
    });
  if (pairs.length < minimum) return refused("below_minimum_size");
  const used = new Map<Scaled, number>();
  for (const { like } of pairs)
    for (const other of like) used.set(other, (used.get(other) ?? 0) + 1);
  const differences = pairs.map(
    ({ unit, like }) => unit.outcome - mean(like.map(({ outcome }) => outcome)),
  );
  const difference = mean(differences);
  // Of a unit alone of its group in its stratum the variance is that of the others.
  const conditional = (unit: Scaled): number | null => {
    const [twin] = nearest(unit, unit.isCase, 1);
    return twin ? (unit.outcome - twin.other.outcome) ** 2 / 2 : null;
  };
  const own = [...used].map(([unit, times]) => ({ times, variance: conditional(unit) }));
  const known = own.flatMap((one) => one.variance ?? []);
  if (known.length === 0) return refused("below_minimum_size");
  const usual = mean(known);
  const squares = differences.reduce((sum, one) => sum + (one - difference) ** 2, 0);
  const reused = own.reduce(
    (sum, { times, variance: v }) => sum + ((times * (times - 1)) / matches ** 2) * (v ?? usual),
    0,
  );
  const se = Math.sqrt(squares + reused) / pairs.length;
  if (!(se > 0)) return refused("zero_variance");
  const margin = normalQuantile((1 + level) / 2) * se;
  const cases = pairs.map(({ unit }) => unit);
  const others = scaled.filter(({ isCase }) => !isCase);
  const at = (some: readonly Scaled[], j: number) => mean(some.map((unit) => unit.at[j]!));
  const spread = columns.map((_, j) => withinStrata(cases, j));
  return found({
    cases: pairs.length,
    matched: used.size,
    caseMean: mean(cases.map(({ outcome }) => outcome)),
    matchedMean: mean(cases.map(({ outcome }) => outcome)) - difference,
    difference,
    se,
    ci: { lo: difference - margin, hi: difference + margin, level },
    differences,
    balance: columns.map((_, j) => ({
      before: (at(cases, j) - at(others, j)) / spread[j]!,
      after: mean(pairs.map(({ unit, like }) => unit.at[j]! - at(like, j))) / spread[j]!,
    })),
  });
}

/** Standard deviation of a covariate about the mean of each stratum; 1 where none varies. */
function withinStrata(units: readonly { stratum: string; at: readonly number[] }[], j: number) {
  const strata = [...group(units, ({ stratum }) => stratum).values()].map((own) =>
    own.map(({ at }) => at[j]!),
  );
  const squares = strata.reduce((sum, own) => sum + (own.length - 1) * (variance(own) || 0), 0);
  const df = strata.reduce((sum, own) => sum + own.length - 1, 0);
  return df > 0 && squares > 0 ? Math.sqrt(squares / df) : 1;
}
