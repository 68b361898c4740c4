import { createHmac } from "node:crypto";

/** Points of standard deviation that the noise adds to a sum of scores, however many children. */
const NOISE_OF_SUM = 40;

/** Fewest children of whom a noisy mean is shown. */
const FEWEST = 30;

/** Bytes of the secret; a shorter one could be tried out. */
const SECRET_BYTES = 32;

/** A child's part in a figure: a lasting name of the record, and the points that go into the sum. */
export interface Contribution {
  record: string;
  value: number;
}

export interface NoisyMean {
  mean: number;
  /** Variance, in square points, that the noise adds to the mean's own; for its interval. */
  noiseVariance: number;
  count: number;
}

/**
 * The mean of some children's points with noise that depends on who they are and on their points: the
 * same children with the same points have the same noise wherever the statistic is shown, so showing
 * it again tells nothing; a child more or fewer, or one point corrected, draws it anew, so the
 * difference of two means is drowned. Null for fewer than 30 children.
 *
 * This is no differential privacy: noise is bounded by no budget, and whoever has the secret can
 * take it off. The order of the contributions does not matter; each record may stand once.
 *
 * @throws when the secret is shorter than 32 bytes, a record stands twice, or a value is no number.
 */
export function noisyMean(
  secret: Uint8Array,
  statistic: string,
  contributions: readonly Contribution[],
): NoisyMean | null {
  if (secret.length < SECRET_BYTES) {
    throw new Error(
      `the secret of the noise has ${secret.length} bytes; ${SECRET_BYTES} are needed`,
    );
  }
  if (new Set(contributions.map(({ record }) => record)).size < contributions.length) {
    throw new Error(`a record stands twice in ${statistic}`);
  }
  const count = contributions.length;
  if (count < FEWEST) return null;
  const sum = contributions.reduce((all, { value }) => all + value, 0);
  if (!Number.isFinite(sum)) throw new Error(`a value of ${statistic} is no number`);
  const noise = NOISE_OF_SUM * standardNormal(secret, statistic, keyOf(secret, contributions));
  return { mean: (sum + noise) / count, noiseVariance: (NOISE_OF_SUM / count) ** 2, count };
}

/** The contributors' keys added up, modulo 2^128: equal for equal sets, whatever their order. */
function keyOf(secret: Uint8Array, contributions: readonly Contribution[]): bigint {
  const keys = contributions.map(({ record, value }) =>
    // A zero may be written with a minus; it is the same zero.
    BigInt(
      `0x${mac(secret, ["record", record, value + 0])
        .toString("hex")
        .slice(0, 32)}`,
    ),
  );
  return BigInt.asUintN(
    128,
    keys.reduce((all, key) => all + key, 0n),
  );
}

/** A draw from the standard normal distribution (Box and Muller) that the secret alone can repeat. */
function standardNormal(secret: Uint8Array, statistic: string, key: bigint): number {
  const bytes = mac(secret, ["noise", statistic, key.toString(16)]);
  // 48 bits each, the first never zero: its logarithm is taken.
  const first = (bytes.readUIntBE(0, 6) + 1) / 2 ** 48;
  const second = bytes.readUIntBE(6, 6) / 2 ** 48;
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
}

const mac = (secret: Uint8Array, parts: readonly (string | number)[]): Buffer =>
  createHmac("sha256", secret).update(JSON.stringify(parts)).digest();
