import { normalCdf } from "../../../../pipelines/statistics/distributions.ts";

/** The mean change of a group that is published, and what the insider knows of its other children. */
export interface Seen {
  /** To the nearest five, which says how the mean is rounded. */
  count: number;
  /** Points, as published. */
  change: number;
  /** Children of the group, the last one too. */
  n: number;
  /** Sum of the others' changes, in levels of 20 points. */
  others: number;
}

/** How likely each change of a child is, by the change in levels. */
export type Chances = ReadonlyMap<number, number>;

/**
 * What someone who knows every other child of some groups makes of their published means: how likely
 * each change of the last child is. The noise has the standard deviation that the method page says.
 */
export function posterior(seen: readonly Seen[], prior: Chances, noiseOfSum: number): Chances {
  const weights = [...prior].map(([change, share]) => {
    const likelihoods = seen.map(({ count, change: published, n, others }) => {
      const off = count >= 200 ? 0.05 : 0.5;
      const away = published - (20 * (others + change)) / n;
      return chanceBetween(away - off, away + off, noiseOfSum / n);
    });
    return [change, likelihoods.reduce((all, one) => all * one, share)] as const;
  });
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([change, weight]) => [change, weight / all]));
}

/** Chance of a normal deviate between two values; without spread it is zero. */
const chanceBetween = (from: number, to: number, sd: number): number =>
  sd === 0
    ? Number(from <= 1e-9 && to >= -1e-9)
    : Math.max(1e-12, normalCdf(to / sd) - normalCdf(from / sd));

/** The likeliest direction of a change, and how sure it is. */
export function direction(chances: Chances): { sign: number; sure: number } {
  const bySign = new Map<number, number>();
  for (const [change, chance] of chances) {
    const sign = Math.sign(change);
    bySign.set(sign, (bySign.get(sign) ?? 0) + chance);
  }
  const [sign, sure] = [...bySign].sort((a, b) => b[1] - a[1])[0]!;
  return { sign, sure };
}
