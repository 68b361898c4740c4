import {
  binomialCdf,
  binomialProbability,
  chiSquaredQuantile,
  normalQuantile,
} from "./distributions.ts";

/** 95% and 99.8% limits, the pairs a funnel draws. */
export interface FunnelLimits {
  ll998: number;
  ll95: number;
  ul95: number;
  ul998: number;
}

export const funnelTails = { ll998: 0.001, ll95: 0.025, ul95: 0.975, ul998: 0.999 };

/** Limits for a share of n about a target, interpolated exact binomial (Spiegelhalter 2005, A.1.1). */
export function proportionLimits(target: number, n: number): FunnelLimits {
  return eachTail((p) => {
    let r = 0;
    while (r < n && binomialCdf(r, n, target) <= p) r += 1;
    const share = (binomialCdf(r, n, target) - p) / binomialProbability(r, n, target);
    return (r - share) / n;
  });
}

/** From so many children on a share whose parts differ in their chances is as good as normal. */
const EXACT_UP_TO = 500;

/**
 * Limits for the share of children with an event where each has a chance of its own: those of
 * `proportionLimits`, of the exact distribution of the count (Poisson-binomial), or of the normal
 * one with the same mean and variance above 500 children. Equal chances give `proportionLimits`.
 */
export function mixedProportionLimits(chances: readonly number[]): FunnelLimits {
  const n = chances.length;
  if (n > EXACT_UP_TO) {
    const expected = chances.reduce((sum, p) => sum + p, 0);
    const variance = chances.reduce((sum, p) => sum + p * (1 - p), 0);
    return normalLimits(expected / n, Math.sqrt(variance) / n);
  }
  const probability = countProbabilities(chances);
  return eachTail((tail) => {
    let [r, below] = [0, 0];
    while (r < n && below + probability[r]! <= tail) {
      below += probability[r]!;
      r += 1;
    }
    return (r - (below + probability[r]! - tail) / probability[r]!) / n;
  });
}

/** The chance of each number of events, 0 to n, by adding one child after another. */
function countProbabilities(chances: readonly number[]): number[] {
  const probability = [1];
  for (const p of chances) {
    probability.push(0);
    for (let r = probability.length - 1; r >= 0; r--) {
      probability[r] = probability[r]! * (1 - p) + (r > 0 ? probability[r - 1]! * p : 0);
    }
  }
  return probability;
}

/** Exact Poisson limits for observed over expected, target 1. */
export function ratioLimits(expected: number): FunnelLimits {
  return eachTail((p) =>
    p < 0.5
      ? chiSquaredQuantile(p, 2 * expected) / 2 / expected
      : chiSquaredQuantile(p, 2 * (expected + 1)) / 2 / expected,
  );
}

/** Limits for a mean, or anything normal: target and the standard error there. */
export function normalLimits(target: number, se: number): FunnelLimits {
  return eachTail((p) => target + normalQuantile(p) * se);
}

export type FunnelFlag = "above_99.8" | "above_95" | "inside" | "below_95" | "below_99.8";

/** Where a value lies; only beyond 99.8% is a unit labelled. */
export function funnelFlag(value: number, limits: FunnelLimits): FunnelFlag {
  if (value > limits.ul998) return "above_99.8";
  if (value < limits.ll998) return "below_99.8";
  if (value > limits.ul95) return "above_95";
  return value < limits.ll95 ? "below_95" : "inside";
}

function eachTail(limit: (p: number) => number): FunnelLimits {
  return {
    ll998: limit(funnelTails.ll998),
    ll95: limit(funnelTails.ll95),
    ul95: limit(funnelTails.ul95),
    ul998: limit(funnelTails.ul998),
  };
}
