import { mean } from "./moments.ts";

/**
 * How far trends would have to bend to explain an effect away, as a multiple of the largest change
 * between neighbouring periods before the start (relative magnitudes, Rambachan & Roth 2023, for the
 * point estimate alone: sampling error is not in it). `gaps` is treated minus comparison mean by
 * period; the effect is the mean gap from `start` on less that of the last period before it.
 *
 * @returns null with fewer than two periods before, none after, or a flat past.
 */
export function trendBend(gaps: readonly number[], start: number): number | null {
  if (start < 2 || start >= gaps.length) return null;
  const steps = gaps.slice(1, start).map((gap, i) => Math.abs(gap - gaps[i]!));
  const largest = Math.max(...steps);
  if (!(largest > 0)) return null;
  const reference = gaps[start - 1]!;
  const after = gaps.slice(start);
  const effect = mean(after) - reference;
  // A bend of one step a period adds up: 1 in the first period after, 2 in the second.
  const reach = largest * mean(after.map((_, i) => i + 1));
  return Math.abs(effect) / reach;
}
