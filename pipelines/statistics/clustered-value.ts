import type { IncrementalMoments } from "./fieller.ts";
import { covariance, variance } from "./moments.ts";
import { uniforms } from "./random.ts";
import { found, type Result, refused } from "./result.ts";

/** The children of one cluster who were measured alike: how many, and the sums of what they cost and gained. */
export interface CostedCluster {
  /** Clusters are drawn within it, so that each resample has as many. */
  stratum: string;
  /** Children are compared within what is measured alike. */
  alike: string;
  isTrial: boolean;
  n: number;
  cost: number;
  effect: number;
}

export interface ClusteredValue {
  moments: IncrementalMoments;
  resampled: { cost: number; effect: number }[];
  /** Strata of which one cluster alone is left, and which therefore never vary. */
  single: number;
}

/** Sums by what is measured alike and side. */
type Sides = Map<string, { trial: CostedSums; comparison: CostedSums }>;

interface CostedSums {
  n: number;
  cost: number;
  effect: number;
}

const none = (): CostedSums => ({ n: 0, cost: 0, effect: 0 });

function sidesOf(clusters: Iterable<CostedCluster>): Sides {
  const sides: Sides = new Map();
  for (const { alike, isTrial, n, cost, effect } of clusters) {
    const own = sides.get(alike) ?? { trial: none(), comparison: none() };
    const side = isTrial ? own.trial : own.comparison;
    side.n += n;
    side.cost += cost;
    side.effect += effect;
    sides.set(alike, own);
  }
  return sides;
}

/**
 * Difference of the sides' means within what is measured alike, weighted by how much each can tell
 * (n trial times n comparison over both); null where no resample has both sides.
 */
function difference(sides: Sides): { cost: number; effect: number } | null {
  let [weight, cost, effect] = [0, 0, 0];
  for (const { trial, comparison } of sides.values()) {
    const own = (trial.n * comparison.n) / (trial.n + comparison.n);
    if (!(own > 0)) continue;
    weight += own;
    cost += own * (trial.cost / trial.n - comparison.cost / comparison.n);
    effect += own * (trial.effect / trial.n - comparison.effect / comparison.n);
  }
  return weight > 0 ? { cost: cost / weight, effect: effect / weight } : null;
}

/**
 * Cost and effect of trial less comparison with a cluster bootstrap (Davison and Hinkley 1997, 3.8):
 * whole clusters are drawn with replacement within their stratum, keeping each child's pair. Variances
 * are those of the draws. Refuses sides that are never measured alike, and draws that do not vary.
 */
export function clusteredValue(
  clusters: readonly CostedCluster[],
  { draws, seed }: { draws: number; seed: number },
): Result<ClusteredValue> {
  const point = difference(sidesOf(clusters));
  if (point === null || draws < 2) return refused("effect_not_identified");
  const strata = new Map<string, CostedCluster[]>();
  for (const cluster of clusters) {
    const own = strata.get(cluster.stratum);
    if (own) own.push(cluster);
    else strata.set(cluster.stratum, [cluster]);
  }
  const random = uniforms(seed);
  const groups = [...strata.values()];
  const resampled = Array.from({ length: draws }, () => {
    const drawn = groups.flatMap((own) => own.map(() => own[Math.floor(random() * own.length)]!));
    return difference(sidesOf(drawn));
  }).filter((draw) => draw !== null);
  const [costs, effects] = [
    resampled.map((draw) => draw.cost),
    resampled.map((draw) => draw.effect),
  ];
  if (resampled.length < draws / 2) return refused("effect_not_identified");
  const moments = {
    ...point,
    varianceCost: variance(costs),
    varianceEffect: variance(effects),
    covariance: covariance(costs, effects),
  };
  if (!(moments.varianceCost > 0 && moments.varianceEffect > 0)) return refused("zero_variance");
  return found({ moments, resampled, single: groups.filter((own) => own.length === 1).length });
}
