export interface Minimum {
  at: number[];
  value: number;
}

/**
 * Minimum of a function of a few variables by the simplex method of Nelder & Mead (1965), without
 * derivatives. `reach` is the first simplex's size; stops when its values agree to `tolerance`.
 */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  { reach = 0.5, tolerance = 1e-11, steps = 4000 } = {},
): Minimum {
  const point = (at: number[]): Minimum => ({ at, value: f(at) });
  const simplex = [point([...start])];
  start.forEach((_, j) => {
    simplex.push(point(start.map((value, i) => (i === j ? value + reach : value))));
  });
  for (let step = 0; step < steps; step++) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0]!;
    const worst = simplex.at(-1)!;
    if (worst.value - best.value <= tolerance && spread(simplex) <= 1e-6) break;
    const centre = start.map(
      (_, j) => simplex.slice(0, -1).reduce((sum, { at }) => sum + at[j]!, 0) / start.length,
    );
    const along = (t: number) => point(centre.map((c, j) => c + t * (worst.at[j]! - c)));
    const reflected = along(-1);
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= simplex.at(-2)!.value) {
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
    }
    if (next.value < worst.value) {
      simplex[simplex.length - 1] = next;
      continue;
    }
    for (let i = 1; i < simplex.length; i++) {
      simplex[i] = point(simplex[i]!.at.map((value, j) => (value + best.at[j]!) / 2));
    }
  }
  return simplex.reduce((best, other) => (other.value < best.value ? other : best));
}

function spread(simplex: readonly Minimum[]): number {
  const [best, ...others] = simplex;
  return Math.max(
    ...others.flatMap(({ at }) => at.map((value, j) => Math.abs(value - best!.at[j]!))),
  );
}
