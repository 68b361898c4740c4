import { betaQuantile, normalQuantile } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface Proportion {
  /** 0 to 1. */
  share: number;
  ci: Interval;
}

/** Wilson score interval for x of n, no continuity correction. Refuses n of 0. */
export function wilson(x: number, n: number, level = 0.95): Result<Proportion> {
  const invalid = checkCount(x, n);
  if (invalid !== null) return invalid;
  const z = normalQuantile(1 - (1 - level) / 2);
  const share = x / n;
  const scale = 1 + z ** 2 / n;
  const centre = (share + z ** 2 / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  // At x = 0 and x = n the bound is exactly 0 or 1; arithmetic alone leaves a rounding error.
  const lo = x === 0 ? 0 : centre - half;
  const hi = x === n ? 1 : centre + half;
  return found({ share, ci: { lo, hi, level } });
}

/** Clopper-Pearson exact interval for x of n. Refuses n of 0. */
export function clopperPearson(x: number, n: number, level = 0.95): Result<Proportion> {
  const invalid = checkCount(x, n);
  if (invalid !== null) return invalid;
  const tail = (1 - level) / 2;
  const lo = x === 0 ? 0 : betaQuantile(tail, x, n - x + 1);
  const hi = x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x);
  return found({ share: x / n, ci: { lo, hi, level } });
}

/** Newcombe's method 10 for the difference of two independent shares, first minus second. */
export function newcombeDifference(
  first: { x: number; n: number },
  second: { x: number; n: number },
  level = 0.95,
): Result<{ difference: number; ci: Interval }> {
  const a = wilson(first.x, first.n, level);
  const b = wilson(second.x, second.n, level);
  if (a.reason !== null) return a;
  if (b.reason !== null) return b;
  const difference = a.value.share - b.value.share;
  const below = Math.hypot(a.value.share - a.value.ci.lo, b.value.ci.hi - b.value.share);
  const above = Math.hypot(a.value.ci.hi - a.value.share, b.value.share - b.value.ci.lo);
  return found({ difference, ci: { lo: difference - below, hi: difference + above, level } });
}

function checkCount(x: number, n: number) {
  if (n === 0) return refused("below_minimum_size");
  return Number.isFinite(x) && x >= 0 && x <= n ? null : refused("invalid_input");
}
