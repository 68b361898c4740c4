import betainc from "@stdlib/math-base-special-betainc";
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";
import gammaincinv from "@stdlib/math-base-special-gammaincinv";
import gammaln from "@stdlib/math-base-special-gammaln";
import kernelBetaincinv from "@stdlib/math-base-special-kernel-betaincinv";
import t from "@stdlib/stats-base-dists-t";
import { incompleteGamma, leading } from "./incomplete-gamma.ts";

export const logGamma: (x: number) => number = gammaln;

export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(Z <= x); the upper tail is normalCdf(-x), exact far out where 1 - cdf is not. */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

export const tCdf: (x: number, df: number) => number = t.cdf;

/** Quantile of Student's t; df may be fractional, or Infinity (normal). */
export const tQuantile = (p: number, df: number): number =>
  df === Number.POSITIVE_INFINITY ? normalQuantile(p) : t.quantile(p, df);

/** Two-sided p of a t statistic; df may be fractional (Satterthwaite) or Infinity (normal). */
export function tTwoSidedP(statistic: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return 2 * normalCdf(-Math.abs(statistic));
  return Math.min(1, 2 * tCdf(-Math.abs(statistic), df));
}

/** Half-width multiplier of a two-sided interval at `level` (0.95 for 95%). */
export function tCritical(level: number, df: number): number {
  return tQuantile(1 - (1 - level) / 2, df);
}

export function chiSquaredUpper(x: number, df: number): number {
  return incompleteGamma(x / 2, df / 2).upper;
}

/** Quantile of chi-squared; 0 when df is 0, as the Poisson lower limit needs. */
export function chiSquaredQuantile(p: number, df: number): number {
  if (df === 0 || p <= 0) return 0;
  const a = df / 2;
  let x = gammaincinv(p, a, false);
  // @stdlib's inverse is out by 1e-4 for large shapes; Newton on the integral mends that.
  for (let i = 0; i < 30; i++) {
    const { lower, upper } = incompleteGamma(x, a);
    const excess = p > 0.5 ? 1 - p - upper : lower - p;
    const step = (excess * x) / (a * leading(x, a));
    x = Math.max(x / 2, x - step);
    if (Math.abs(step) <= 1e-15 * x) break;
  }
  return 2 * x;
}

export function betaCdf(x: number, a: number, b: number): number {
  return betainc(Math.min(1, Math.max(0, x)), a, b);
}

export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return betaInverse(p, a, b)[0];
}

/** The quantile of a beta distribution, and what it lacks to 1. */
function betaInverse(p: number, a: number, b: number): [number, number] {
  let [x, complement] = kernelBetaincinv(a, b, p, 1 - p) as [number, number];
  const scale = gammaln(a + b) - gammaln(a) - gammaln(b);
  // @stdlib's inverse is out by 1e-10 where both shapes are near 1; Newton on the integral mends that.
  for (let i = 0; i < 3; i++) {
    const density = Math.exp(scale + (a - 1) * Math.log(x) + (b - 1) * Math.log(complement));
    const step = (betaCdf(x, a, b) - p) / density;
    if (!(Math.abs(step) < Math.min(x, complement) / 2)) break;
    x -= step;
    complement += step;
  }
  return [x, complement];
}

export function fUpper(x: number, df1: number, df2: number): number {
  return x <= 0 ? 1 : betaCdf(df2 / (df2 + df1 * x), df2 / 2, df1 / 2);
}

export function fQuantile(p: number, df1: number, df2: number): number {
  const [x, complement] = betaInverse(p, df1 / 2, df2 / 2);
  return (df2 * x) / (df1 * complement);
}

/** P(X <= k) for X ~ Binomial(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : betaCdf(1 - p, n - k, k + 1);
}

export function binomialProbability(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0 || p >= 1) return (p <= 0 ? 0 : n) === k ? 1 : 0;
  const choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
  return Math.exp(choose + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
