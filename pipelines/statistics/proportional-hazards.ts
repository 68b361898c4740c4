import type { CoxModel } from "./cox.ts";
import type { CoxChild } from "./cox-risk-sets.ts";
import { chiSquaredUpper } from "./distributions.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import { choleskyFactors, quadratic, zeros } from "./matrix.ts";

/**
 * Score test that no covariate's effect drifts with time, on one minus the pooled survival just
 * before it (Grambsch & Therneau 1994, as `cox.zph` since survival 3.0): p of each, and of all.
 * Null where it cannot be had.
 */
export function proportionalHazards(
  children: readonly CoxChild[],
  { coefficients, sets }: CoxModel,
): { each: (number | null)[]; all: number | null } {
  const p = coefficients.length;
  const before = new Map<number, number>();
  let survival = 1;
  for (const step of kaplanMeier(children).value ?? []) {
    before.set(step.time, 1 - survival);
    survival = step.survival;
  }
  const score = new Array<number>(p).fill(0);
  for (const { time, event, x } of children) {
    if (!event) continue;
    for (let j = 0; j < p; j++) score[j] = score[j]! + before.get(time)! * x[j]!;
  }
  const information = zeros(2 * p, 2 * p);
  for (const { time, mean, covariance } of sets) {
    const g = before.get(time)!;
    for (let j = 0; j < p; j++) {
      score[j] = score[j]! - g * mean[j]!;
      for (let k = 0; k < p; k++) {
        const v = covariance[j]![k]!;
        information[j]![k] = information[j]![k]! + v;
        information[p + j]![k] = information[p + j]![k]! + g * v;
        information[j]![p + k] = information[j]![p + k]! + g * v;
        information[p + j]![p + k] = information[p + j]![p + k]! + g * g * v;
      }
    }
  }
  const test = (of: readonly number[]): number | null => {
    const kept = [...coefficients.keys(), ...of.map((j) => p + j)];
    const factors = choleskyFactors(
      kept.map((i) => kept.map((j) => information[Math.max(i, j)]![Math.min(i, j)]!)),
    );
    if (factors === null) return null;
    const u = [...coefficients.map(() => 0), ...of.map((j) => score[j]!)];
    return chiSquaredUpper(quadratic(factors.inverse, u), of.length);
  };
  return { each: coefficients.map((_, j) => test([j])), all: test([...coefficients.keys()]) };
}
