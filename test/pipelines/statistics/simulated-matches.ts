import type { MatchedUnit } from "../../../pipelines/statistics/matched-difference.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";

/** What cases have more, whatever their covariates. */
export const PLANTED = 2;

/** Cases have more of two covariates, which raise the outcome too; the true difference is 2. */
export function simulatedMatches(seed: number, many: number): MatchedUnit[] {
  const uniform = uniforms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from({ length: many }, () => {
    const [a, b] = [normal(), normal()];
    const isCase = uniform() < 1 / (1 + Math.exp(1.2 - 0.6 * a - 0.4 * b));
    return {
      isCase,
      stratum: uniform() < 0.5 ? "a" : "b",
      covariates: [a, b],
      outcome: 2 * a + b + (isCase ? PLANTED : 0) + normal() * (isCase ? 1.5 : 1),
    };
  });
}
