import { chiSquaredQuantile, normalQuantile } from "./distributions.ts";
import type { IncrementalMoments } from "./fieller.ts";
import { uniforms } from "./random.ts";

/**
 * Draws of a cost and an effect, each from Student's t with its own degrees of freedom, which share
 * their scale: where these are equal, Student's t in two dimensions (Kotz and Nadarajah 2004). Where too
 * few clusters are there to be drawn again, what few degrees of freedom leave open is in the tails.
 *
 * @param df degrees of freedom of either, above 0; not whole ones too.
 */
export function bivariateT(
  { cost, effect, varianceCost, varianceEffect, covariance }: IncrementalMoments,
  { df, draws, seed }: { df: { cost: number; effect: number }; draws: number; seed: number },
): { cost: number; effect: number }[] {
  const random = uniforms(seed);
  // A quantile of 0 or 1 has no end.
  const uniform = () => Math.min(1 - 1e-9, Math.max(1e-9, random()));
  const sdCost = Math.sqrt(varianceCost);
  const share = sdCost > 0 ? covariance / sdCost : 0;
  const rest = Math.sqrt(Math.max(0, varianceEffect - share ** 2));
  return Array.from({ length: draws }, () => {
    const [a, b] = [normalQuantile(uniform()), normalQuantile(uniform())];
    const at = uniform();
    const scale = (own: number) => Math.sqrt(own / chiSquaredQuantile(at, own));
    return {
      cost: cost + scale(df.cost) * sdCost * a,
      effect: effect + scale(df.effect) * (share * a + rest * b),
    };
  });
}
