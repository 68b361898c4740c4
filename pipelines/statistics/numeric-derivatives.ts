import { type Rows, zeros } from "./matrix.ts";

type Function<T> = (x: readonly number[]) => T;

function moved(x: readonly number[], j: number, by: number): number[] {
  return x.map((value, i) => (i === j ? value + by : value));
}

/** Central differences, one per variable. */
export function gradient(f: Function<number>, x: readonly number[], relative = 1e-5): number[] {
  return x.map((value, j) => {
    const h = relative * Math.max(1, Math.abs(value));
    return (f(moved(x, j, h)) - f(moved(x, j, -h))) / (2 * h);
  });
}

/** Matrix of second derivatives by central differences. */
export function hessian(f: Function<number>, x: readonly number[], relative = 1e-3): Rows {
  const h = x.map((value) => relative * Math.max(0.1, Math.abs(value)));
  const centre = f(x);
  const result = zeros(x.length, x.length);
  x.forEach((_, i) => {
    result[i]![i] = (f(moved(x, i, h[i]!)) - 2 * centre + f(moved(x, i, -h[i]!))) / h[i]! ** 2;
    for (let j = 0; j < i; j++) {
      const corner = (a: number, b: number) => f(moved(moved(x, i, a * h[i]!), j, b * h[j]!));
      const second = corner(1, 1) - corner(1, -1) - corner(-1, 1) + corner(-1, -1);
      result[i]![j] = second / (4 * h[i]! * h[j]!);
      result[j]![i] = result[i]![j]!;
    }
  });
  return result;
}
