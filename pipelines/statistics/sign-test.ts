import { binomialCdf } from "./distributions.ts";

/** Two-sided exact binomial p of x in n at a half: the sign test, and McNemar's exact test. */
export function binomialHalfP(x: number, n: number): number {
  return n === 0 ? 1 : Math.min(1, 2 * binomialCdf(Math.min(x, n - x), n, 0.5));
}
