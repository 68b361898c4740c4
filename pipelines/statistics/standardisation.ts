import { chiSquaredQuantile, normalQuantile } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface Stratum {
  events: number;
  population: number;
}

/** Below this many events a direct rate is not published and ratios use exact limits. */
export const minimumEvents = 10;

export type CountInterval = "Byars" | "Exact";

/** Limits for a Poisson count: Byar's approximation, or exact chi-squared. */
export function poissonLimits(count: number, level: number, method: CountInterval): Interval {
  const tail = (1 - level) / 2;
  if (method === "Exact" || count === 0) {
    const lo = chiSquaredQuantile(tail, 2 * count) / 2;
    return { lo, hi: chiSquaredQuantile(1 - tail, 2 * count + 2) / 2, level };
  }
  const z = normalQuantile(1 - tail);
  const byar = (n: number, sign: number) =>
    n * (1 - 1 / (9 * n) + (sign * z) / (3 * Math.sqrt(n))) ** 3;
  return { lo: byar(count, -1), hi: byar(count + 1, 1), level };
}

/** Byar's from ten events, exact below, as PHE publishes. */
export function countMethod(count: number): CountInterval {
  return count < minimumEvents ? "Exact" : "Byars";
}

export interface DirectRate {
  events: number;
  population: number;
  /** Per child; multiply for a rate per thousand. */
  rate: number;
  variance: number;
  /** Largest weight a stratum's rate carries, for Fay and Feuer's gamma interval. */
  largestWeight: number;
  ci: Interval;
}

/**
 * Directly standardised rate with Dobson's interval. Strata and `standard` populations are in the
 * same order. Refuses fewer than ten events, and an empty stratum: merge bands first.
 */
export function directRate(
  strata: readonly Stratum[],
  standard: readonly number[],
  { level = 0.95, minimum = minimumEvents }: { level?: number; minimum?: number } = {},
): Result<DirectRate> {
  if (strata.length !== standard.length) return refused("invalid_input");
  if (strata.some(({ population }) => !(population > 0))) return refused("invalid_input");
  const total = standard.reduce((sum, s) => sum + s, 0);
  const weights = strata.map(({ population }, i) => standard[i]! / total / population);
  const events = strata.reduce((sum, s) => sum + s.events, 0);
  if (events < Math.max(1, minimum)) return refused("below_minimum_size");
  const population = strata.reduce((sum, s) => sum + s.population, 0);
  const rate = strata.reduce((sum, s, i) => sum + weights[i]! * s.events, 0);
  const variance = strata.reduce((sum, s, i) => sum + weights[i]! ** 2 * s.events, 0);
  const limits = poissonLimits(events, level, countMethod(events));
  const scale = Math.sqrt(variance / events);
  const ci = {
    lo: rate + scale * (limits.lo - events),
    hi: rate + scale * (limits.hi - events),
    level,
  };
  return found({ events, population, rate, variance, largestWeight: Math.max(...weights), ci });
}

/** Fay and Feuer's gamma interval for a direct rate, the alternative to Dobson's. */
export function gammaInterval(direct: DirectRate, level = 0.95): Interval {
  const { rate, variance, largestWeight } = direct;
  const tail = (1 - level) / 2;
  const shifted = rate + largestWeight;
  const spread = variance + largestWeight ** 2;
  const lo = (chiSquaredQuantile(tail, (2 * rate ** 2) / variance) * variance) / rate / 2;
  const hi = (chiSquaredQuantile(1 - tail, (2 * shifted ** 2) / spread) * spread) / shifted / 2;
  return { lo, hi, level };
}

export interface StandardisedRatio {
  observed: number;
  expected: number;
  ratio: number;
  /** Of the ratio; multiply by the reference rate for an indirectly standardised rate. */
  ci: Interval;
  method: CountInterval;
}

/**
 * Observed over expected events at the reference's stratum rates (0-1). Two areas' ratios compare
 * each with the reference, never with each other. Refuses no expected events.
 */
export function standardisedRatio(
  strata: readonly Stratum[],
  referenceRates: readonly number[],
  { level = 0.95, method }: { level?: number; method?: CountInterval } = {},
): Result<StandardisedRatio> {
  if (strata.length !== referenceRates.length) return refused("invalid_input");
  const observed = strata.reduce((sum, { events }) => sum + events, 0);
  const expected = strata.reduce((sum, s, i) => sum + s.population * referenceRates[i]!, 0);
  if (!(expected > 0)) return refused("below_minimum_size");
  const used = method ?? countMethod(observed);
  const { lo, hi } = poissonLimits(observed, level, used);
  const ci = { lo: lo / expected, hi: hi / expected, level };
  return found({ observed, expected, ratio: observed / expected, ci, method: used });
}
