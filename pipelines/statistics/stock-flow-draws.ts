import { uniforms } from "./random.ts";

/** Draws of what a stock-and-flow forecast rests on, from what was counted. */
export interface FlowCounts {
  /** How many went from each state to each within a year, and last those who left, over all years. */
  moves: readonly (readonly number[])[];
  /** How many are in each state when the forecast begins, whose moves are still to come. */
  opening: readonly number[];
  /** How many came into each state in each year. */
  entrants: readonly (readonly number[])[];
  /** For each state, whose cost it has, and the standard error of that as a share of it. */
  costs: readonly { of: string; error: number }[];
}

export interface FlowDraw {
  transitions: number[][];
  inflowMultipliers: number[];
  /** Of each state's cost; states that have one cost have one draw. */
  costMultipliers: number[];
}

/** Standard normal, by Box and Muller. */
const normalFrom = (uniform: () => number) => (): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/**
 * A gamma variate of scale 1 by Marsaglia and Tsang (2000, ACM TOMS 26(3), 363–372); below shape 1 by
 * their power of a uniform.
 */
export function gammaVariate(shape: number, uniform: () => number): number {
  if (shape < 1) return gammaVariate(shape + 1, uniform) * (1 - uniform()) ** (1 / shape);
  const normal = normalFrom(uniform);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < x ** 2 / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}

/**
 * Shares of a row of counts: Dirichlet, with half a child added in all. Half to each way, as Jeffreys
 * would, is more children than a state of few has, and would move them where none was seen to go.
 */
function sharesOf(counts: readonly number[], uniform: () => number): number[] {
  const drawn = counts.map((count) => gammaVariate(count + 0.5 / counts.length, uniform));
  const sum = drawn.reduce((a, b) => a + b, 0);
  return drawn.map((value) => value / sum);
}

/**
 * Counts as few as would leave shares as uncertain as those of the children to come: they vary as they
 * were counted of so many, and once more as so many will move.
 */
function asOfThoseToCome(counts: readonly number[], opening: number): number[] {
  const counted = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => (count * opening) / Math.max(1, counted + opening));
}

/**
 * Draws of rates, inflows and costs. How many come in differs from year to year by chance (Poisson) and
 * by more than chance where the counted years did: a gamma multiplier for each year ahead, of the
 * variance of the counted years about their mean, or of chance alone where that is larger, and
 * one for all years ahead of how well the mean itself is known.
 */
export function flowDraws(
  { moves, opening, entrants, costs }: FlowCounts,
  { years, draws, seed }: { years: number; draws: number; seed: number },
): FlowDraw[] {
  const uniform = uniforms(seed);
  const normal = normalFrom(uniform);
  const totals = entrants.map((year) => year.reduce((a, b) => a + b, 0));
  const usual = totals.reduce((a, b) => a + b, 0) / Math.max(1, totals.length);
  const seen =
    totals.length > 1
      ? totals.reduce((sum, total) => sum + (total - usual) ** 2, 0) / (totals.length - 1)
      : 0;
  const variance = usual > 0 ? Math.max(seen, usual) / usual ** 2 : 0;
  const around = (v: number) => (v > 0 ? gammaVariate(1 / v, uniform) * v : 1);
  return Array.from({ length: draws }, () => {
    const drawn = new Map(costs.map(({ of, error }) => [of, Math.max(0, 1 + error * normal())]));
    const level = around(variance / Math.max(1, totals.length));
    return {
      transitions: moves.map((row, i) =>
        sharesOf(asOfThoseToCome(row, opening[i]!), uniform).slice(0, -1),
      ),
      inflowMultipliers: Array.from({ length: years }, () => level * around(variance)),
      costMultipliers: costs.map(({ of }) => drawn.get(of)!),
    };
  });
}
