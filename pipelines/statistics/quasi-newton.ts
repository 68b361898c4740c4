import { dot, quadratic, type Rows, times } from "./matrix.ts";
import type { Minimum } from "./nelder-mead.ts";
import { gradient } from "./numeric-derivatives.ts";

/** Minimum of a smooth function by BFGS with numeric gradients and step halving. */
export function quasiNewton(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  steps = 200,
): Minimum {
  let at = [...start];
  let value = f(at);
  let slope = gradient(f, at);
  let inverse = identity(at.length);
  for (let step = 0; step < steps; step++) {
    let direction = times(inverse, slope).map((s) => -s);
    if (dot(direction, slope) >= 0) {
      inverse = identity(at.length);
      direction = slope.map((s) => -s);
    }
    let length = 1;
    let next = at;
    let nextValue = value;
    for (; length > 1e-12; length /= 2) {
      next = at.map((x, j) => x + length * direction[j]!);
      nextValue = f(next);
      if (nextValue <= value + 1e-4 * length * dot(direction, slope)) break;
    }
    if (!(nextValue < value)) break;
    const nextSlope = gradient(f, next);
    inverse = updated(
      inverse,
      next.map((x, j) => x - at[j]!),
      nextSlope.map((s, j) => s - slope[j]!),
    );
    const gain = value - nextValue;
    [at, value, slope] = [next, nextValue, nextSlope];
    if (gain < 1e-12 && Math.max(...slope.map(Math.abs)) < 1e-4) break;
  }
  return { at, value };
}

function identity(n: number): Rows {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));
}

function updated(inverse: Rows, move: readonly number[], change: readonly number[]): Rows {
  const along = dot(move, change);
  if (!(along > 1e-12)) return inverse;
  const image = times(inverse, change);
  const scale = (1 + quadratic(inverse, change) / along) / along;
  return inverse.map((row, i) =>
    row.map(
      (value, j) =>
        value + scale * move[i]! * move[j]! - (image[i]! * move[j]! + move[i]! * image[j]!) / along,
    ),
  );
}
