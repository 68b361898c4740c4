import type { LeastSquares } from "./least-squares.ts";
import { product, type Rows, times } from "./matrix.ts";

/** CR0 covariance of all coefficients; scale it for CR1. For one contrast use clusterRobust. */
export function clusterCovariance({ bread, scores, p }: LeastSquares): Rows {
  const moves = scores.map((score) => times(bread, score));
  const transposed = Array.from({ length: p }, (_, j) => moves.map((move) => move[j]!));
  return product(transposed, moves);
}
