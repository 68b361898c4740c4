import { chiSquaredUpper } from "./distributions.ts";
import { type MixedModel, mixedModel } from "./mixed-model.ts";
import { found, type Result, refused } from "./result.ts";

export interface GrowthRow {
  child: string;
  /** Years since the child's baseline, from exact days. */
  years: number;
  trial: boolean;
  score: number;
}

export const growthColumns = ["(Intercept)", "years", "trial", "years:trial"] as const;

export interface Growth {
  children: number;
  /** Children seen once: they inform the level, not the slope. */
  singles: number;
  randomIntercept: MixedModel;
  randomSlope: MixedModel;
  /** The random slope, or the intercept alone when the data cannot tell slopes apart. */
  chosen: "randomSlope" | "randomIntercept";
  /** The last of `growthColumns` in the chosen model: difference in yearly change, trial less other. */
  slopeDifference: MixedModel["coefficients"][number];
  /** Share of variance between children in the random-intercept model. */
  icc: number;
  /** Is there slope variance? p is a half-and-half mixture of 1 and 2 degrees of freedom. */
  slopeVariance: { chiSquared: number; naiveP: number; p: number };
  warnings: "singular_random_slope"[];
}

/** Children with two waves that a growth model must have; some of them with three. */
export const minimumRepeated = 30;

/**
 * Linear growth with random intercept and slope by child: unequal gaps and children seen once are
 * kept. Assumes visits do not depend on the outcome. Refuses fewer than 30 children seen twice or
 * none seen three times. The slope-variance test follows Stram & Lee (1994).
 */
export function growth(
  rows: readonly GrowthRow[],
  { minimum = minimumRepeated, criterion = "REML" as "REML" | "ML" } = {},
): Result<Growth> {
  const waves = new Map<string, number>();
  for (const { child } of rows) waves.set(child, (waves.get(child) ?? 0) + 1);
  const counts = [...waves.values()];
  const repeated = counts.filter((count) => count > 1).length;
  if (repeated < Math.max(1, minimum) || !counts.some((count) => count > 2)) {
    return refused("below_minimum_size");
  }
  const fit = (random: (years: number) => number[]) =>
    mixedModel(
      rows.map(({ child, years, trial, score }) => ({
        group: child,
        x: [1, years, Number(trial), years * Number(trial)],
        z: random(years),
        y: score,
      })),
      criterion,
    );
  const intercept = fit(() => [1]);
  if (intercept.reason !== null) return intercept;
  const slope = fit((years) => [1, years]);
  if (slope.reason !== null) return slope;
  const [randomIntercept, randomSlope] = [intercept.value, slope.value];
  const between = randomIntercept.covariance[0]![0]!;
  const chiSquared = randomIntercept.deviance - randomSlope.deviance;
  const upper = (df: number) => chiSquaredUpper(chiSquared, df);
  const chosen = randomSlope.isSingular ? "randomIntercept" : "randomSlope";
  return found({
    children: counts.length,
    singles: counts.filter((count) => count === 1).length,
    randomIntercept,
    randomSlope,
    chosen,
    slopeDifference: (chosen === "randomSlope" ? randomSlope : randomIntercept).coefficients[3]!,
    icc: between / (between + randomIntercept.residualVariance),
    slopeVariance: { chiSquared, naiveP: upper(2), p: (upper(1) + upper(2)) / 2 },
    warnings: randomSlope.isSingular ? ["singular_random_slope"] : [],
  });
}
