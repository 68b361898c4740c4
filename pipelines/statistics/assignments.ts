import { uniforms } from "./random.ts";

/** All assignments are enumerated up to this many; above it `sampledDraws` are drawn. */
export const enumerationLimit = 200_000;
export const sampledDraws = 99_999;

export interface Assignments {
  /** Indices of the treated units, `treated` of them an assignment, end to end. */
  chosen: Int32Array;
  treated: number;
  count: number;
  /** True when every assignment is here, the observed one included. */
  exact: boolean;
}

export function countAssignments(units: number, treated: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(treated, units - treated); i++) {
    count = (count * (units - i + 1)) / i;
  }
  return Math.round(count);
}

/** The ways to label `treated` of `units`: all of them in lexicographic order, or a seeded sample. */
export function assignments(units: number, treated: number, seed = 1): Assignments {
  const total = countAssignments(units, treated);
  return total <= enumerationLimit
    ? { chosen: enumerate(units, treated, total), treated, count: total, exact: true }
    : { chosen: sample(units, treated, seed), treated, count: sampledDraws, exact: false };
}

function enumerate(units: number, treated: number, total: number): Int32Array {
  const chosen = new Int32Array(total * treated);
  const current = Array.from({ length: treated }, (_, i) => i);
  for (let row = 0; row < total; row++) {
    chosen.set(current, row * treated);
    let i = treated - 1;
    while (i >= 0 && current[i] === units - treated + i) i--;
    if (i < 0) break;
    current[i] = current[i]! + 1;
    for (let j = i + 1; j < treated; j++) current[j] = current[j - 1]! + 1;
  }
  return chosen;
}

function sample(units: number, treated: number, seed: number): Int32Array {
  const random = uniforms(seed);
  const chosen = new Int32Array(sampledDraws * treated);
  const order = Int32Array.from({ length: units }, (_, i) => i);
  for (let row = 0; row < sampledDraws; row++) {
    for (let i = 0; i < treated; i++) {
      const j = i + Math.floor(random() * (units - i));
      const swapped = order[j]!;
      order[j] = order[i]!;
      order[i] = swapped;
      chosen[row * treated + i] = swapped;
    }
  }
  return chosen;
}
