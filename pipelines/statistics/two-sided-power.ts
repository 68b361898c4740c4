import { group } from "d3";
import { chiSquaredQuantile, tCritical, tQuantile } from "./distributions.ts";
import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

/** Units of one kind that are alike in what else may move them, such as authorities of one instrument. */
export interface UnitMoments {
  stratum: string;
  /** Whether it took part in a trial; where all strata have both, what the sides differ by is no spread. */
  isTrial?: boolean;
  n: number;
  mean: number;
  /** Of the unit's children, with n - 1. */
  variance: number;
}

export interface Spread {
  /**
   * Standard deviation of units' true means within a stratum, at the upper end of its one-sided 80%
   * interval: a trial planned by what few units happened to show sees less than it hopes (Browne 1995).
   */
  between: number;
  /** Standard deviation of children within a unit. */
  within: number;
  /** Units whose spread is known, less one a stratum, and one for the sides where they can be told. */
  df: number;
}

/**
 * Spread between and within units from an analysis of variance within strata and of the side of a
 * trial, units unweighted, as an estimate of the trial has them: the variance of unit means, at the upper end of its 80% interval, less what their children alone
 * would give, nought where that is more.
 * Refuses strata of which none has two units.
 */
export function spreadOf(units: readonly UnitMoments[]): Result<Spread> {
  const strata = group(
    units.filter(({ n }) => n > 1),
    ({ stratum }) => stratum,
  );
  const known = [...strata.values()].filter((own) => own.length > 1);
  const all = known.flat();
  const within = (of: (unit: UnitMoments) => number) =>
    known.flatMap((own) => {
      const middle = mean(own.map(of));
      return own.map((unit) => of(unit) - middle);
    });
  const [side, apart] = [
    within((unit) => Number(unit.isTrial ?? false)),
    within((unit) => unit.mean),
  ];
  const told = sumOfProducts(side, side);
  const df = all.length - known.length - Number(told > 0);
  if (df < 1) return refused("too_few_clusters");
  const slope = told > 0 ? sumOfProducts(side, apart) / told : 0;
  const left = apart.map((value, i) => value - slope * side[i]!);
  const ofMeans = sumOfProducts(left, left) / df;
  const children = all.reduce((sum, { n }) => sum + n - 1, 0);
  const ofChildren = all.reduce((sum, unit) => sum + (unit.n - 1) * unit.variance, 0) / children;
  const byChance = mean(all.map(({ n }) => ofChildren / n));
  return found({
    between: Math.sqrt(Math.max(0, (ofMeans * df) / chiSquaredQuantile(0.2, df) - byChance)),
    within: Math.sqrt(ofChildren),
    df,
  });
}

const sumOfProducts = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

export interface PlannedTrial {
  /** Units on each side, and children seen twice in each of them. */
  trial: number;
  comparison: number;
  children: number;
}

export interface PowerOptions {
  level?: number;
  power?: number;
  /** Standard deviation of the noise that is added to the sum of each unit's children. */
  noiseOfSum?: number;
}

/**
 * Smallest true difference whose interval leaves out zero with the given power, in the unit of its
 * standard error: t of the level's upper limit and t of the power, times the standard error (Bloom 1995).
 */
export const detectableFrom = (
  { se, df }: { se: number; df: number },
  { level = 0.95, power = 0.8 }: Pick<PowerOptions, "level" | "power"> = {},
): number => (tCritical(level, df) + tQuantile(power, df)) * se;

/**
 * Smallest true difference in change found with the given power by a comparison of unit means, its
 * degrees of freedom those of CR2 with units alike. Refuses fewer than two units on a side.
 */
export function detectableWith(
  { between, within }: Pick<Spread, "between" | "within">,
  { trial: a, comparison: b, children }: PlannedTrial,
  { level = 0.95, power = 0.8, noiseOfSum = 0 }: PowerOptions = {},
): Result<{ detectable: number; se: number; df: number }> {
  if (!(a >= 2) || !(b >= 2) || !(children >= 1)) return refused("below_minimum_size");
  const ofUnit = between ** 2 + within ** 2 / children + (noiseOfSum / children) ** 2;
  const se = Math.sqrt(ofUnit * (1 / a + 1 / b));
  if (!(se > 0)) return refused("zero_variance");
  const df = (1 / a + 1 / b) ** 2 / (1 / (a ** 2 * (a - 1)) + 1 / (b ** 2 * (b - 1)));
  return found({ detectable: detectableFrom({ se, df }, { level, power }), se, df });
}
