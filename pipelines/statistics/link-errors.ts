import { mean, standardDeviation } from "./moments.ts";
import { uniforms } from "./random.ts";
import type { BridgePair, ScoreScale } from "./version-bridge.ts";

/** Puts an old score on the new version's scale, in its raw points. */
export type LinkFunction = (old: number) => number;

/**
 * Standard error, from the link alone, of every old score asked for, in raw points of the new
 * version: a seeded bootstrap of the children scored on both (Kolen & Brennan 2014, section 7.2),
 * drawn once for all of them. Null where fewer than two draws give a link.
 */
export function linkErrors(
  pairs: readonly BridgePair[],
  linkOf: (sample: readonly BridgePair[]) => LinkFunction | null,
  olds: readonly number[],
  { draws = 500, seed = 1 } = {},
): (number | null)[] {
  const random = uniforms(seed);
  const linked = olds.map((): number[] => []);
  for (let draw = 0; draw < draws; draw++) {
    const link = linkOf(pairs.map(() => pairs[Math.floor(random() * pairs.length)]!));
    if (link) for (const [i, old] of olds.entries()) linked[i]!.push(link(old));
  }
  return linked.map((values) => (values.length < 2 ? null : standardDeviation(values)));
}

/** The mean-sigma line; null where either score does not vary. */
export function lineLink(pairs: readonly BridgePair[]): LinkFunction | null {
  const [old, now] = [pairs.map((pair) => pair.old), pairs.map((pair) => pair.new)];
  const [spreadOld, spreadNew] = [standardDeviation(old), standardDeviation(now)];
  if (!(spreadOld > 0 && spreadNew > 0)) return null;
  const slope = spreadNew / spreadOld;
  const intercept = mean(now) - slope * mean(old);
  return (score) => intercept + slope * score;
}

const SLACK = 1e-9;

/**
 * The equipercentile link of whole-number scores, prepared once for many of them: the middle of the
 * span that `equipercentileSpan` gives.
 */
export function percentileLink(
  pairs: readonly BridgePair[],
  { min, max }: ScoreScale,
): LinkFunction {
  const n = pairs.length;
  const counts = new Float64Array(max - min + 1);
  const olds = new Map<number, number>();
  for (const pair of pairs) {
    counts[pair.new - min]! += 1;
    olds.set(pair.old, (olds.get(pair.old) ?? 0) + 1);
  }
  const cumulative = new Float64Array(counts.length);
  counts.forEach((count, i) => {
    cumulative[i] = (i ? cumulative[i - 1]! : 0) + count;
  });
  const ordered = [...olds].sort(([a], [b]) => a - b);
  const rankOf = (old: number) =>
    ordered.reduce((sum, [at, count]) => sum + (at < old ? count : at === old ? count / 2 : 0), 0) /
    n;
  const reach = (rank: number, isReached: (share: number) => boolean): number => {
    for (let i = 0; i < counts.length; i++) {
      if (!isReached(cumulative[i]! / n)) continue;
      const own = counts[i]! / n;
      const part = own === 0 ? 0 : (rank - (cumulative[i]! / n - own)) / own;
      return min + i - 0.5 + Math.max(0, Math.min(1, part));
    }
    return max + 0.5;
  };
  return (old) => {
    const rank = rankOf(old);
    const lo = reach(rank, (share) => share >= rank - SLACK);
    return (lo + reach(rank, (share) => share > rank + SLACK)) / 2;
  };
}

/**
 * Standard error of one child's change when the first score was linked: the errors of measurement of
 * both readings and that of the link, which are independent. All in points of need.
 */
export const linkedChangeError = (measurementError: number, linkError: number): number =>
  Math.sqrt(2 * measurementError ** 2 + linkError ** 2);

/**
 * Standard error of a mean change over linked scores. The link's error is the same for all children
 * and does not shrink with their number; its mean over them is the most it can be.
 */
export const linkedMeanError = (sd: number, n: number, meanLinkError: number): number =>
  Math.sqrt(sd ** 2 / n + meanLinkError ** 2);
