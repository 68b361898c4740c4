import { dot, times } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

/** One common factor of variance 1: item j is loading_j times it plus unique variance. */
export interface OneFactor {
  loadings: number[];
  uniquenesses: number[];
}

/**
 * Maximum likelihood for a covariance matrix with n in its divisor, by the EM algorithm of Rubin &
 * Thayer (1982). Loadings are signed so that their sum is positive. Refuses a Heywood case, where an
 * item's own variance runs to zero, and a slow one.
 */
export function oneFactor(s: readonly number[][]): Result<OneFactor> {
  const variances = s.map((row, i) => row[i]!);
  let loadings = variances.map((v) => Math.sqrt(v / 2));
  let uniquenesses = variances.map((v) => v / 2);
  for (let i = 0; i < 50_000; i++) {
    const precise = loadings.map((l, j) => l / uniquenesses[j]!);
    const beta = precise.map((value) => value / (1 + dot(loadings, precise)));
    const cross = times(s as number[][], beta);
    const scale = dot(beta, cross) + 1 - dot(beta, loadings);
    const next = cross.map((value) => value / scale);
    uniquenesses = variances.map((v, j) => v - next[j]! * cross[j]!);
    if (uniquenesses.some((u, j) => !(u > variances[j]! * 1e-6)))
      return refused("did_not_converge");
    const moved = Math.max(...next.map((value, j) => Math.abs(value - loadings[j]!)));
    loadings = next;
    if (moved < 1e-10 * Math.sqrt(Math.max(...variances))) {
      const sign = loadings.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1;
      return found({ loadings: loadings.map((value) => sign * value), uniquenesses });
    }
  }
  return refused("did_not_converge");
}
