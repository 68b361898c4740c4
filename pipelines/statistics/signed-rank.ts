import { normalCdf } from "./distributions.ts";
import { median } from "./moments.ts";
import { midRanks } from "./rank.ts";

export interface SignedRank {
  /** Sum of the ranks of rises. */
  v: number;
  z: number;
  p: number;
  /** Rank sum of rises minus falls over the whole, -1 to 1; null when nothing changed. */
  rankBiserial: number | null;
}

/**
 * Wilcoxon signed-rank test of paired changes: zeros dropped, mid-ranks, tie-corrected normal
 * approximation with (or without) continuity. Assumes changes symmetric about their median.
 */
export function signedRank(changes: readonly number[], continuity = true): SignedRank {
  const moved = changes.filter((change) => change !== 0);
  const n = moved.length;
  if (n === 0) return { v: 0, z: 0, p: 1, rankBiserial: null };
  const sizes = moved.map(Math.abs);
  const ranks = midRanks(sizes);
  const v = ranks.reduce((sum, rank, i) => sum + (moved[i]! > 0 ? rank : 0), 0);
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const excess = v - (n * (n + 1)) / 4;
  const z = (excess - (continuity ? Math.sign(excess) / 2 : 0)) / Math.sqrt(variance);
  const whole = (n * (n + 1)) / 2;
  return {
    v,
    z,
    p: Math.min(1, 2 * normalCdf(-Math.abs(z))),
    rankBiserial: (2 * v - whole) / whole,
  };
}

/** Hodges-Lehmann estimate: median of the Walsh averages of all changes, zeros included. */
export function hodgesLehmann(changes: readonly number[]): number {
  const averages = changes.flatMap((a, i) => changes.slice(i).map((b) => (a + b) / 2));
  return median(averages);
}
