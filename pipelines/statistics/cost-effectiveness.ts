import { type FiellerSet, fieller, type IncrementalMoments } from "./fieller.ts";
import { covariance, mean, quantile, variance } from "./moments.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface CostedChild {
  /** Pounds over the same window as the effect. */
  cost: number;
  /** Need points reduced, so that good is positive. */
  effect: number;
}

/** Children of each arm by their place in it, one resample a row. */
export interface BootstrapIndices {
  trial: readonly (readonly number[])[];
  comparison: readonly (readonly number[])[];
}

export interface ArmMeans {
  n: number;
  cost: number;
  effect: number;
  /** Total over total: descriptive, never a comparison. Null when effects do not add up above 0. */
  costPerPoint: number | null;
  /** Of the arm's costs, the costliest child's share. */
  largestShare: number | null;
}

export interface CostEffectiveness {
  arms: { trial: ArmMeans; comparison: ArmMeans };
  moments: IncrementalMoments;
  /** Pounds a point; means nothing without the quadrants. Null when effects are equal. */
  icer: number | null;
  /** Said in words where a negative ratio would mislead. */
  verdict: "dominant" | "dominated" | "trade_off";
  costInterval: Interval;
  effectInterval: Interval;
  quadrants: { NE: number; SE: number; NW: number; SW: number };
  /** Percentiles of the ratio, when every resample had a gain. */
  icerInterval: Interval | null;
  fieller: FiellerSet;
  /** At each worth of a point: P(worth it), and the incremental net benefit. */
  acceptability: {
    lambda: number;
    probability: number;
    netBenefit: number;
    interval: Interval;
    se: number;
  }[];
  resampled: { cost: number; effect: number }[];
}

/** Children an arm must have. */
export const minimumCosted = 10;

/**
 * Cost-effectiveness of trial against comparison from per-child pairs (Glick et al. 2014), with
 * intervals by type-7 percentiles over given resamples. Shown after the cost-consequence table.
 * Refuses fewer than ten children an arm, no resamples, and effects and costs that do not vary.
 */
export function costEffectiveness(
  trial: readonly CostedChild[],
  comparison: readonly CostedChild[],
  indices: BootstrapIndices,
  lambdas: readonly number[],
  { level = 0.95, minimum = minimumCosted } = {},
): Result<CostEffectiveness> {
  const smallest = Math.min(trial.length, comparison.length);
  const draws = indices.trial.length;
  if (smallest < Math.max(2, minimum) || draws === 0) return refused("below_minimum_size");
  if (indices.comparison.length !== draws) return refused("invalid_input");
  const moments = incrementalMoments(trial, comparison);
  const { cost, effect, varianceCost, varianceEffect } = moments;
  if (!(varianceCost > 0 && varianceEffect > 0)) return refused("zero_variance");
  const resampled = indices.trial.map((own, draw) => {
    const [a, b] = [means(trial, own), means(comparison, indices.comparison[draw]!)];
    return { cost: a.cost - b.cost, effect: a.effect - b.effect };
  });
  return found({
    arms: { trial: armMeans(trial), comparison: armMeans(comparison) },
    moments,
    icer: effect === 0 ? null : cost / effect,
    verdict:
      effect > 0 && cost < 0 ? "dominant" : effect < 0 && cost > 0 ? "dominated" : "trade_off",
    ...worthOf(moments, resampled, lambdas, level),
    fieller: fieller(moments, level),
    resampled,
  });
}

/** What resamples of a difference in cost and effect say of it, at each worth of a point. */
export function worthOf(
  moments: IncrementalMoments,
  resampled: readonly { cost: number; effect: number }[],
  lambdas: readonly number[],
  level = 0.95,
): Pick<
  CostEffectiveness,
  "costInterval" | "effectInterval" | "quadrants" | "icerInterval" | "acceptability"
> {
  const draws = resampled.length;
  const share = (isIn: (draw: { cost: number; effect: number }) => boolean) =>
    resampled.filter(isIn).length / draws;
  const interval = (values: readonly number[]): Interval => ({
    lo: quantile(values, (1 - level) / 2),
    hi: quantile(values, 1 - (1 - level) / 2),
    level,
  });
  const { cost, effect, varianceCost, varianceEffect, covariance: together } = moments;
  const gains = resampled.every((draw) => draw.effect > 0);
  return {
    costInterval: interval(resampled.map((draw) => draw.cost)),
    effectInterval: interval(resampled.map((draw) => draw.effect)),
    quadrants: {
      NE: share((draw) => draw.effect >= 0 && draw.cost >= 0),
      SE: share((draw) => draw.effect >= 0 && draw.cost < 0),
      NW: share((draw) => draw.effect < 0 && draw.cost >= 0),
      SW: share((draw) => draw.effect < 0 && draw.cost < 0),
    },
    icerInterval: gains ? interval(resampled.map((draw) => draw.cost / draw.effect)) : null,
    acceptability: lambdas.map((lambda) => {
      const benefits = resampled.map((draw) => lambda * draw.effect - draw.cost);
      return {
        lambda,
        probability: benefits.filter((benefit) => benefit > 0).length / draws,
        netBenefit: lambda * effect - cost,
        interval: interval(benefits),
        se: Math.sqrt(lambda ** 2 * varianceEffect + varianceCost - 2 * lambda * together),
      };
    }),
  };
}

export function incrementalMoments(
  trial: readonly CostedChild[],
  comparison: readonly CostedChild[],
): IncrementalMoments {
  const costs = [trial, comparison].map((arm) => arm.map(({ cost }) => cost));
  const effects = [trial, comparison].map((arm) => arm.map(({ effect }) => effect));
  const summed = (of: (values: readonly number[]) => number, values: number[][]) =>
    of(values[0]!) / trial.length + of(values[1]!) / comparison.length;
  return {
    cost: mean(costs[0]!) - mean(costs[1]!),
    effect: mean(effects[0]!) - mean(effects[1]!),
    varianceCost: summed(variance, costs),
    varianceEffect: summed(variance, effects),
    covariance:
      covariance(costs[0]!, effects[0]!) / trial.length +
      covariance(costs[1]!, effects[1]!) / comparison.length,
  };
}

function means(children: readonly CostedChild[], indices: readonly number[]): CostedChild {
  let cost = 0;
  let effect = 0;
  for (const i of indices) {
    cost += children[i]!.cost;
    effect += children[i]!.effect;
  }
  return { cost: cost / indices.length, effect: effect / indices.length };
}

function armMeans(children: readonly CostedChild[]): ArmMeans {
  const n = children.length;
  const cost = children.reduce((sum, child) => sum + child.cost, 0);
  const effect = children.reduce((sum, child) => sum + child.effect, 0);
  const largest = Math.max(...children.map((child) => child.cost));
  return {
    n,
    cost: cost / n,
    effect: effect / n,
    costPerPoint: effect > 0 ? cost / effect : null,
    largestShare: cost > 0 ? largest / cost : null,
  };
}
