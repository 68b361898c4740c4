import { dot } from "./matrix.ts";

export type AssignmentStatistic = "difference" | "studentised" | "adjusted";

/**
 * The statistic of one assignment, as a function of where its treated units stand in a list of
 * indices. `difference` is treated minus comparison mean; `studentised` its Welch t (MacKinnon &
 * Webb's RI-t); `adjusted` the coefficient of treatment beside a baseline. Values are centred once,
 * so an assignment costs only its treated units.
 */
export function assignmentStatistic(
  kind: AssignmentStatistic,
  values: readonly number[],
  treated: number,
  baseline: readonly number[] = [],
): (chosen: ArrayLike<number>, from: number) => number {
  const n = values.length;
  const rest = n - treated;
  const v = centred(values);
  const squares = dot(v, v);
  if (kind === "adjusted") {
    const x = centred(baseline);
    const sxx = dot(x, x);
    const sxy = dot(x, v);
    const stt = (treated * rest) / n;
    return (chosen, from) => {
      let sty = 0;
      let stx = 0;
      for (let i = from; i < from + treated; i++) {
        sty += v[chosen[i]!]!;
        stx += x[chosen[i]!]!;
      }
      return (sty * sxx - sxy * stx) / (stt * sxx - stx * stx);
    };
  }
  return (chosen, from) => {
    let sum = 0;
    let square = 0;
    for (let i = from; i < from + treated; i++) {
      const value = v[chosen[i]!]!;
      sum += value;
      square += value * value;
    }
    const difference = sum / treated + sum / rest;
    if (kind === "difference") return difference;
    const inside = Math.max(0, square - (sum * sum) / treated) / (treated - 1);
    const outside = Math.max(0, squares - square - (sum * sum) / rest) / (rest - 1);
    return difference === 0 ? 0 : difference / Math.sqrt(inside / treated + outside / rest);
  };
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
