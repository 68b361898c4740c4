import { binomialCdf } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/**
 * Interval of the median of the population that values are drawn from, in their units, without any
 * form of its distribution: between two order statistics whose binomial coverage is on either side of
 * the level, interpolated (Hettmansperger and Sheather 1986, Statistics and Probability Letters 4,
 * 75-79). Within what the two ends of the pair hold, it has the level for symmetric distributions and
 * close to it for others. Refuses fewer values than the level needs: six for 95 in 100.
 *
 * @param sorted values from the least to the largest
 */
export function medianInterval(sorted: readonly number[], level = 0.95): Result<Interval> {
  const n = sorted.length;
  /** How often the median lies between the d-th value from below and that from above. */
  const coverage = (d: number) => (d > n / 2 ? 0 : 1 - 2 * binomialCdf(d - 1, n, 0.5));
  if (n === 0 || coverage(1) < level) return refused("below_minimum_size");
  let d = 1;
  while (coverage(d + 1) >= level) d++;
  const over = (coverage(d) - level) / (coverage(d) - coverage(d + 1));
  const share = ((n - d) * over) / (d + (n - 2 * d) * over);
  const inward = (outer: number, inner: number) => outer + share * (inner - outer);
  return found({
    lo: inward(sorted[d - 1]!, sorted[d]!),
    hi: inward(sorted[n - d]!, sorted[n - d - 1]!),
    level,
  });
}
