import { createHmac } from "node:crypto";
import { tCritical } from "../statistics/distributions.ts";
import { rule } from "../warehouse/rules.ts";

/** Bytes of the secret; a shorter one could be tried out. */
const SECRET_BYTES = 32;

/** Values are told apart by this much of a point. */
const FINENESS = 10_000;

/** Added to each value, so that none is zero and who is counted always matters. */
const OFFSET = 4_000_000;

/** Who is counted in a figure, and with what. */
export interface Contributors {
  /** How many children. */
  n: number;
  /** A number, as text, that is the same for the same children with the same values and no others. */
  marks: string;
}

/** A child's part in a figure: its mark (`MARK_SQL`), and what goes into the sum. */
export interface Contribution {
  mark: number;
  value: number;
}

/** What is added to sums before anything is worked out from them. */
export interface Noise {
  /** Standard deviation of what is added to a sum, in points, and to one of squares. */
  ofSum: number;
  ofSquares: number;
  /** A draw from the standard normal distribution, for a statistic of some children. */
  draw(statistic: string, of: Contributors): number;
}

/** SQL of a child's mark: a whole number below 2^38 that depends on its pseudonym alone. */
export const markSql = (childId = "child_id"): string =>
  `(md5_number_lower(${childId}::varchar) & 274877906943)::bigint`;

/**
 * SQL of the marks of a sum, over a column with marks and one with values of at most 400 points either
 * way; such sums add up.
 */
export const marksSql = (mark: string, value: string): string =>
  `sum(${mark} * (floor(${value} * ${FINENESS} + 0.5)::bigint + ${OFFSET}))`;

/** The same of children in memory, in whatever order. */
export const contributorsOf = (own: readonly Contribution[]): Contributors => ({
  n: own.length,
  marks: String(
    own.reduce(
      (sum, { mark, value }) =>
        sum + BigInt(mark) * BigInt(Math.floor(value * FINENESS + 0.5) + OFFSET),
      0n,
    ),
  ),
});

/**
 * Noise that depends on who is counted and on their values: the same children with the same values have
 * the same noise wherever the statistic is shown, so showing it again tells nothing; a child more or
 * fewer, or one value corrected, draws it anew, so the difference of two figures is drowned.
 *
 * This is no differential privacy: noise is bounded by no budget, and whoever has the secret can
 * take it off.
 *
 * @throws when the secret is shorter than 32 bytes.
 */
export function noiseFrom(secret: Uint8Array): Noise {
  if (secret.length < SECRET_BYTES) {
    throw new Error(
      `the secret of the noise has ${secret.length} bytes; ${SECRET_BYTES} are needed`,
    );
  }
  return {
    ofSum: rule("noise_of_sum"),
    ofSquares: rule("noise_of_squares"),
    draw: (statistic, { n, marks }) => {
      const bytes = createHmac("sha256", secret)
        .update(JSON.stringify(["noise", statistic, n, marks]))
        .digest();
      // Box and Muller, of 48 bits each; the first is never zero, since its logarithm is taken.
      const first = (bytes.readUIntBE(0, 6) + 1) / 2 ** 48;
      const second = bytes.readUIntBE(6, 6) / 2 ** 48;
      return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
    },
  };
}

/** Noise of a mean, in points: that of the sum over the number of children. */
export const noiseOfMean = (noise: Noise, statistic: string, of: Contributors): number =>
  (noise.ofSum * noise.draw(statistic, of)) / of.n;

/** A standard error of a mean of so many children with that of its noise. */
export const withNoise = ({ ofSum }: Noise, se: number, n: number): number =>
  Math.hypot(se, ofSum / n);

/** A mean with noise, and its interval. */
export interface NoisyMean {
  mean: number;
  lower: number;
  upper: number;
}

/**
 * Student's t interval of a mean with noise, in its units. The sum of squares has noise of its own, as
 * the width of an interval would tell of a child too. Values that do not vary have the noise's width.
 */
export function noisyInterval(
  noise: Noise,
  statistic: string,
  { mean, sd, ...of }: Contributors & { mean: number; sd: number },
  level: number,
): NoisyMean {
  const squares = noise.ofSquares * noise.draw(`squares of ${statistic}`, of);
  const variance = Math.max(0, sd ** 2 + squares / Math.max(1, of.n - 1));
  const centre = mean + noiseOfMean(noise, statistic, of);
  const margin =
    tCritical(level, Math.max(1, of.n - 1)) * withNoise(noise, Math.sqrt(variance / of.n), of.n);
  return { mean: centre, lower: centre - margin, upper: centre + margin };
}

/** Fewest children of whom a mean of scores is shown: of fewer its noise would leave nothing. */
export const fewestNoisy = (): number => rule("smallest_noisy_mean");
