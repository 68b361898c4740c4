import { logGamma } from "./distributions.ts";

/** Two-sided Fisher exact p for x of n against x of n: tables no likelier than the one seen. */
export function fisherExact(
  first: { x: number; n: number },
  second: { x: number; n: number },
): number {
  const events = first.x + second.x;
  const logChoose = (n: number, k: number) =>
    logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const base = logChoose(first.n + second.n, events);
  const probability = (x: number) =>
    Math.exp(logChoose(first.n, x) + logChoose(second.n, events - x) - base);
  // R's relative slack, so that tables tied with the observed one are counted.
  const bar = probability(first.x) * (1 + 1e-7);
  let p = 0;
  for (let x = Math.max(0, events - second.n); x <= Math.min(first.n, events); x++) {
    const likelihood = probability(x);
    if (likelihood <= bar) p += likelihood;
  }
  return Math.min(1, p);
}
