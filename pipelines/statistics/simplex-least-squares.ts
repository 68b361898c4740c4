import { choleskyFactors, dot, type Rows, times } from "./matrix.ts";

// Of the mean square of the columns: it makes the weights unique where the fit is not, by the
// smallest sum of squares, at a loss of fit too small to see.
const ridge = 1e-9;

/**
 * Weights w >= 0 that sum to 1 and bring the columns' weighted sum nearest to the target, by active
 * set: columns enter by steepest descent and leave when their weight would turn negative.
 */
export function simplexWeights(
  target: readonly number[],
  columns: readonly (readonly number[])[],
): number[] {
  const errors = columns.map((column) => column.map((value, t) => value - target[t]!));
  const scale =
    columns.reduce((sum, column) => sum + dot(column, column), 0) / Math.max(1, columns.length);
  const penalty = Math.max(ridge * scale, Number.MIN_VALUE);
  const gram = errors.map((a, i) => errors.map((b, j) => dot(a, b) + (i === j ? penalty : 0)));
  let weights = columns.map(() => 0);
  const nearest = gram.reduce((best, row, i) => (row[i]! < gram[best]![best]! ? i : best), 0);
  weights[nearest] = 1;
  const active = new Set([nearest]);
  for (let step = 0; step < 20 * columns.length + 20; step++) {
    const chosen = [...active].sort((a, b) => a - b);
    const solved = equalGradient(gram, chosen);
    if (solved === null) break;
    const next = columns.map(() => 0);
    chosen.forEach((i, k) => {
      next[i] = solved[k]!;
    });
    const leaving = chosen.filter((i) => next[i]! <= 0);
    if (leaving.length > 0) {
      const reach = Math.min(...leaving.map((i) => weights[i]! / (weights[i]! - next[i]!)));
      weights = weights.map((w, i) => w + reach * (next[i]! - w));
      for (const i of leaving) {
        if (weights[i]! <= 1e-15) {
          weights[i] = 0;
          active.delete(i);
        }
      }
      continue;
    }
    weights = next;
    const slope = times(gram, weights);
    const level = dot(slope, weights);
    const steepest = slope.reduce((best, value, i) => (value < slope[best]! ? i : best), 0);
    if (active.has(steepest) || slope[steepest]! >= level - 1e-12 * (Math.abs(level) + penalty)) {
      break;
    }
    active.add(steepest);
  }
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/** Minimum over the chosen columns with only the sum held at 1. */
function equalGradient(gram: Rows, chosen: readonly number[]): number[] | null {
  const factors = choleskyFactors(chosen.map((i) => chosen.map((j) => gram[i]![j]!)));
  if (factors === null) return null;
  const raw = factors.inverse.map((row) => row.reduce((sum, value) => sum + value, 0));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}
