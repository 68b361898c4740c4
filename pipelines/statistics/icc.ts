import { fQuantile, fUpper } from "./distributions.ts";
import { mean } from "./moments.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Shrout & Fleiss (1979): 2 is absolute agreement of random raters, k the mean of all raters. */
export type IccType = "ICC1" | "ICC2" | "ICC3" | "ICC1k" | "ICC2k" | "ICC3k";

export interface Icc {
  type: IccType;
  icc: number;
  f: number;
  df1: number;
  df2: number;
  p: number;
  ci: Interval;
}

/** ICCs are published from this many profiles. */
export const minimumProfiles = 30;

/**
 * The six intraclass correlations of complete ratings (a profile a row, a rater a column), intervals
 * as psych::ICC. A negative value is reported; floor it only for a standard error of measurement.
 */
export function intraclassCorrelations(
  ratings: readonly (readonly number[])[],
  { level = 0.95, minimum = minimumProfiles } = {},
): Result<Icc[]> {
  const n = ratings.length;
  const k = ratings[0]?.length ?? 0;
  if (n < Math.max(2, minimum) || k < 2) return refused("below_minimum_size");
  const grand = mean(ratings.map(mean));
  const raters = ratings[0]!.map((_, j) => mean(ratings.map((row) => row[j]!)));
  const rowSquares = k * ratings.reduce((sum, row) => sum + (mean(row) - grand) ** 2, 0);
  const raterSquares = n * raters.reduce((sum, value) => sum + (value - grand) ** 2, 0);
  const total = ratings.flat().reduce((sum, value) => sum + (value - grand) ** 2, 0);
  const [within, residual] = [total - rowSquares, total - rowSquares - raterSquares];
  const msr = rowSquares / (n - 1);
  const msc = raterSquares / (k - 1);
  const msw = within / (n * (k - 1));
  const df1 = n - 1;
  const df2 = (n - 1) * (k - 1);
  const mse = residual / df2;
  if (!(msr > 0) || !(mse > total * 1e-15)) return refused("zero_variance");
  const upper = 1 - (1 - level) / 2;
  const ends = (f: number, a: number, b: number) =>
    [f / fQuantile(upper, a, b), f * fQuantile(upper, b, a)] as const;
  const single = (f: number) => (f - 1) / (f + k - 1);
  const average = (f: number) => 1 - 1 / f;
  const stepUp = (r: number) => (r * k) / (1 + r * (k - 1));
  const [f1, f3] = [msr / msw, msr / mse];
  const one = ends(f1, df1, n * (k - 1));
  const three = ends(f3, df1, df2);
  const icc2 = (msr - mse) / (msr + (k - 1) * mse + (k * (msc - mse)) / n);
  const two = absoluteEnds({ n, k, msr, msc, mse, icc2, upper });
  const row = (type: IccType, icc: number, f: number, d2: number, ci: readonly number[]): Icc => ({
    type,
    icc,
    f,
    df1,
    df2: d2,
    p: fUpper(f, df1, d2),
    ci: { lo: ci[0]!, hi: ci[1]!, level },
  });
  return found([
    row("ICC1", single(f1), f1, n * (k - 1), one.map(single)),
    row("ICC2", icc2, f3, df2, two),
    row("ICC3", single(f3), f3, df2, three.map(single)),
    row("ICC1k", average(f1), f1, n * (k - 1), one.map(average)),
    row("ICC2k", (msr - mse) / (msr + (msc - mse) / n), f3, df2, two.map(stepUp)),
    row("ICC3k", average(f3), f3, df2, three.map(average)),
  ]);
}

interface Squares {
  n: number;
  k: number;
  msr: number;
  msc: number;
  mse: number;
  icc2: number;
  upper: number;
}

/** Satterthwaite interval for ICC(2,1) (McGraw & Wong 1996). */
function absoluteEnds({ n, k, msr, msc, mse, icc2, upper }: Squares): [number, number] {
  const fj = msc / mse;
  const rest = n * (1 + (k - 1) * icc2) - k * icc2;
  const v =
    ((k - 1) * (n - 1) * (k * icc2 * fj + rest) ** 2) /
    ((n - 1) * k ** 2 * icc2 ** 2 * fj ** 2 + rest ** 2);
  const fLow = fQuantile(upper, n - 1, v);
  const fHigh = fQuantile(upper, v, n - 1);
  const raters = k * msc + (k * n - k - n) * mse;
  return [
    (n * (msr - fLow * mse)) / (fLow * raters + n * msr),
    (n * (fHigh * msr - mse)) / (raters + n * fHigh * msr),
  ];
}
