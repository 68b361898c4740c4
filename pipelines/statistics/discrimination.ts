import { mean } from "./moments.ts";
import { midRanks } from "./rank.ts";

/** Chance that a case scores above a non-case, ties counting half; NaN when one side is empty. */
export function areaUnderCurve(scores: readonly number[], cases: readonly boolean[]): number {
  const ranks = midRanks(scores);
  const n = cases.filter(Boolean).length;
  const sum = ranks.reduce((total, rank, i) => total + (cases[i] ? rank : 0), 0);
  return (sum - (n * (n + 1)) / 2) / (n * (scores.length - n));
}

/** Mean squared distance of predicted probabilities from what happened. */
export function brierScore(probabilities: readonly number[], cases: readonly boolean[]): number {
  return mean(probabilities.map((p, i) => (Number(cases[i]) - p) ** 2));
}
