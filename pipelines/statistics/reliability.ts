import { inverse, Matrix } from "ml-matrix";
import { fQuantile } from "./distributions.ts";
import { correlation, covariance, mean, standardDeviation } from "./moments.ts";
import { type OneFactor, oneFactor } from "./one-factor.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Alpha and omega are published from this many profiles. */
export const minimumReliabilityProfiles = 30;

export interface ItemReliability {
  item: number;
  /** Negative means the item is probably keyed the wrong way round. */
  restCorrelation: number;
  alphaIfDropped: number | null;
}

export interface Reliability {
  n: number;
  k: number;
  alpha: number;
  standardisedAlpha: number;
  averageR: number;
  /** Guttman's lambda 6; null when items determine one another. */
  lambda6: number | null;
  /** Feldt's exact interval for alpha. */
  ci: Interval;
  items: ItemReliability[];
  /** Items (by position) left out because every answer was the same. */
  dropped: number[];
  /** One-factor maximum likelihood omega; null below three items or without convergence. */
  omega: (OneFactor & { total: number }) | null;
  sdTotal: number;
  sem: number;
  /** Smallest change beyond measurement error at 95%, in points of the total. */
  mdc95: number;
}

/**
 * Internal consistency of complete answers (a profile a row, an item a column). Says nothing about a
 * formative domain, whose needs are not expected to correlate. With two items the standardised alpha
 * is Spearman-Brown's. Refuses fewer than 30 profiles or two varying items.
 */
export function reliability(
  answers: readonly (readonly number[])[],
  { level = 0.95, minimum = minimumReliabilityProfiles } = {},
): Result<Reliability> {
  const n = answers.length;
  if (n < Math.max(3, minimum)) return refused("below_minimum_size");
  const all = (answers[0] ?? []).map((_, j) => answers.map((row) => row[j]!));
  const varies = (values: number[]) => values.some((value) => value !== values[0]);
  const kept = all.flatMap((_, j) => (varies(all[j]!) ? [j] : []));
  const items = kept.map((j) => all[j]!);
  const k = items.length;
  if (k < 2) return refused("below_minimum_size");
  const s = items.map((a) => items.map((b) => covariance(a, b)));
  const r = s.map((row, i) => row.map((value, j) => value / Math.sqrt(s[i]![i]! * s[j]![j]!)));
  const rSum = r.flat().reduce((sum, value) => sum + value, 0);
  const alpha = alphaOf(s);
  if (alpha === null) return refused("zero_variance");
  const df2 = (n - 1) * (k - 1);
  const tail = (1 - level) / 2;
  const total = answers.map((row) => kept.reduce((sum, j) => sum + row[j]!, 0));
  const sdTotal = standardDeviation(total);
  const sem = sdTotal * Math.sqrt(1 - alpha);
  const factor = k < 3 ? null : oneFactor(scaledToN(s, n)).value;
  return found({
    n,
    k,
    alpha,
    standardisedAlpha: (1 - k / rSum) * (k / (k - 1)),
    averageR: (rSum - k) / (k * (k - 1)),
    lambda6: lambda6(r, rSum),
    ci: {
      lo: 1 - (1 - alpha) * fQuantile(1 - tail, n - 1, df2),
      hi: 1 - (1 - alpha) * fQuantile(tail, n - 1, df2),
      level,
    },
    items: kept.map((item, i) => ({
      item,
      restCorrelation: correlation(
        items[i]!,
        total.map((sum, row) => sum - items[i]![row]!),
      ),
      alphaIfDropped: alphaOf(
        s.filter((_, a) => a !== i).map((row) => row.filter((_, b) => b !== i)),
      ),
    })),
    dropped: all.flatMap((_, j) => (kept.includes(j) ? [] : [j])),
    omega: factor && { ...factor, total: omegaTotal(factor) },
    sdTotal,
    sem,
    mdc95: 1.96 * Math.SQRT2 * sem,
  });
}

function alphaOf(s: readonly (readonly number[])[]): number | null {
  const k = s.length;
  const whole = s.flat().reduce((sum, value) => sum + value, 0);
  const own = s.reduce((sum, row, i) => sum + row[i]!, 0);
  return k < 2 || !(whole > 0) ? null : (k / (k - 1)) * (1 - own / whole);
}

function lambda6(r: number[][], rSum: number): number | null {
  try {
    const diagonal = inverse(new Matrix(r)).diagonal();
    const unique = diagonal.reduce((sum, value) => sum + 1 / value, 0);
    return Number.isFinite(unique) ? 1 - unique / rSum : null;
  } catch {
    return null;
  }
}

/** Maximum likelihood divides by n, as lavaan does, not by n - 1. */
function scaledToN(s: number[][], n: number): number[][] {
  return s.map((row) => row.map((value) => (value * (n - 1)) / n));
}

function omegaTotal({ loadings, uniquenesses }: OneFactor): number {
  const common = (loadings.length * mean(loadings)) ** 2;
  return common / (common + uniquenesses.length * mean(uniquenesses));
}
