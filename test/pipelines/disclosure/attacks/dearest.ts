import { median } from "d3";
import { tCritical } from "../../../../pipelines/statistics/distributions.ts";

/** What is published of the cost of some children: a count to the nearest five, a mean, its upper limit. */
export interface PublishedCost {
  count: number;
  mean: number;
  upper: number;
}

/**
 * The cost of the dearest child, if it and as many more as were set to its cost stand out from all
 * others: then the deviation is theirs alone. `pulled` children at each end are taken to have been
 * set to the next one, as the method page says; none of a plain mean.
 */
export function guessDearest({ count, mean, upper }: PublishedCost, pulled: number): number {
  const counts = [count - 2, count - 1, count, count + 1, count + 2].filter(
    (n) => n >= 10 && n - 2 * pulled >= 2,
  );
  return median(
    counts.map((n) => {
      const left = n - 2 * pulled;
      const se = (upper - mean) / tCritical(0.95, left - 1);
      const sd = (se * Math.sqrt(n) * (left - 1)) / (n - 1);
      const top = pulled + 1;
      return mean + sd * Math.sqrt(((n - 1) * (n - top)) / (n * top));
    }),
  )!;
}

/** A guess of a cell's dearest child, and the truth; cells of one stratum are alike. */
export interface Guess {
  stratum: string;
  guess: number;
  dearest: number;
  /** The dearest child whose cost is in the published figures as it is. */
  next: number;
}

const isWithin = (guess: number, truth: number, share: number): boolean =>
  Math.abs(guess - truth) <= share * truth;

/**
 * How many guesses are within a share of the truth, and how many would be by chance: with the same
 * figures, the dearest child being as much dearer than the next as in another cell of its stratum.
 * `mostByChance` is what chance exceeds in 1 of 100 such samples.
 */
export function scoreGuesses(guesses: readonly Guess[], share: number) {
  const right = guesses.filter(({ guess, dearest }) => isWithin(guess, dearest, share)).length;
  const chances = guesses.map((own) => {
    const others = guesses.filter((other) => other !== own && other.stratum === own.stratum);
    const like = others.filter((other) =>
      isWithin(own.guess, (own.next * other.dearest) / other.next, share),
    );
    return others.length === 0 ? 0 : like.length / others.length;
  });
  const byChance = chances.reduce((sum, p) => sum + p, 0);
  const variance = chances.reduce((sum, p) => sum + p * (1 - p), 0);
  return {
    of: guesses.length,
    right,
    byChance,
    mostByChance: byChance + 2.326 * Math.sqrt(variance) + 0.5,
  };
}
