import { normalCdf } from "./distributions.ts";
import { midRanks } from "./rank.ts";
import { found, type Result, refused } from "./result.ts";

export interface Superiority {
  /** Mann-Whitney's count of pairs in which the first is higher, ties half. */
  u: number;
  /** P(first higher than second) + half of P(equal). */
  probability: number;
  /** Two-sided, normal approximation with ties, without continuity correction. */
  p: number;
}

/** How often a value of the first group exceeds one of the second. Refuses an empty group. */
export function superiority(
  first: readonly number[],
  second: readonly number[],
): Result<Superiority> {
  const [n1, n2] = [first.length, second.length];
  if (n1 === 0 || n2 === 0) return refused("below_minimum_size");
  const all = [...first, ...second];
  const n = n1 + n2;
  const u =
    midRanks(all)
      .slice(0, n1)
      .reduce((sum, rank) => sum + rank, 0) -
    (n1 * (n1 + 1)) / 2;
  const ties = new Map<number, number>();
  for (const value of all) ties.set(value, (ties.get(value) ?? 0) + 1);
  const tied = [...ties.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const variance = ((n1 * n2) / 12) * (n + 1 - tied / (n * (n - 1)));
  const p = variance > 0 ? 2 * normalCdf(-Math.abs(u - (n1 * n2) / 2) / Math.sqrt(variance)) : 1;
  return found({ u, probability: u / (n1 * n2), p });
}
