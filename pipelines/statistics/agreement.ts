import { normalQuantile } from "./distributions.ts";
import { mean, standardDeviation } from "./moments.ts";
import { found, type Interval, type Result, refused } from "./result.ts";
import type { SquareTable } from "./square-table.ts";

export type KappaWeights = "unweighted" | "linear" | "quadratic";

export interface Kappa {
  kappa: number;
  observed: number;
  expected: number;
  /** Fleiss, Cohen & Everitt's large-sample standard error. */
  se: number;
  ci: Interval;
}

/**
 * Weighted kappa of two raters over the declared scale: a category nobody used still counts in the
 * weights. Refuses when chance agreement is complete, as when one category holds every profile.
 */
export function kappa(table: SquareTable, weights: KappaWeights, level = 0.95): Result<Kappa> {
  const c = table.length;
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0 || c < 2) return refused("below_minimum_size");
  const share = table.map((row) => row.map((count) => count / n));
  const rows = share.map((row) => row.reduce((sum, value) => sum + value, 0));
  const columns = share.map((_, j) => share.reduce((sum, row) => sum + row[j]!, 0));
  const weight = (i: number, j: number) => {
    if (weights === "unweighted") return Number(i === j);
    const distance = Math.abs(i - j) / (c - 1);
    return 1 - (weights === "linear" ? distance : distance ** 2);
  };
  const over = (term: (i: number, j: number) => number) =>
    share.reduce((sum, row, i) => row.reduce((inner, _, j) => inner + term(i, j), sum), 0);
  const observed = over((i, j) => weight(i, j) * share[i]![j]!);
  const expected = over((i, j) => weight(i, j) * rows[i]! * columns[j]!);
  if (!(1 - expected > 1e-12)) return refused("no_variation");
  const value = (observed - expected) / (1 - expected);
  const rowMean = rows.map((_, i) => columns.reduce((sum, p, j) => sum + weight(i, j) * p, 0));
  const columnMean = columns.map((_, j) => rows.reduce((sum, p, i) => sum + weight(i, j) * p, 0));
  const spread = over(
    (i, j) => share[i]![j]! * (weight(i, j) - (rowMean[i]! + columnMean[j]!) * (1 - value)) ** 2,
  );
  const centre = (value - expected * (1 - value)) ** 2;
  const se = Math.sqrt(Math.max(0, spread - centre) / (n * (1 - expected) ** 2));
  const margin = normalQuantile(1 - (1 - level) / 2) * se;
  const ci = { lo: value - margin, hi: value + margin, level };
  return found({ kappa: value, observed, expected, se, ci });
}

export interface BlandAltman {
  bias: number;
  sd: number;
  /** Where 95% of differences lie. */
  limits: { lo: number; hi: number };
  seBias: number;
  seLimits: number;
}

/** Bland-Altman bias and limits of first minus second. Refuses fewer than two profiles. */
export function blandAltman(
  first: readonly number[],
  second: readonly number[],
): Result<BlandAltman> {
  const n = first.length;
  if (n < 2) return refused("below_minimum_size");
  const differences = first.map((value, i) => value - second[i]!);
  const bias = mean(differences);
  const sd = standardDeviation(differences);
  const limits = { lo: bias - 1.96 * sd, hi: bias + 1.96 * sd };
  return found({ bias, sd, limits, seBias: sd / Math.sqrt(n), seLimits: Math.sqrt(3 / n) * sd });
}
