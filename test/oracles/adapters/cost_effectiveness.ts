import { costEffectiveness } from "../../../pipelines/statistics/cost-effectiveness.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const costEffectivenessAdapter: Adapter = (files) => {
  const params = files.json<{ lambda_grid: number | number[]; alpha: number }>("params.json");
  const rows = files.rows("children.csv");
  const arm = (name: string) =>
    rows
      .filter((row) => row.arm === name)
      .map((row) => ({ cost: number(row, "cost"), effect: number(row, "need_points_reduced") }));
  const indices = (name: string) =>
    files.rows(`boot_index_${name}.csv`).map((row) => Object.values(row).map(Number));
  const result = expectValue(
    costEffectiveness(
      arm("trial"),
      arm("comparison"),
      { trial: indices("trial"), comparison: indices("comparison") },
      [params.lambda_grid].flat(),
      { level: 1 - params.alpha, minimum: 2 },
    ),
  );
  const { trial, comparison } = result.arms;
  const byArm = (of: (means: typeof trial) => number | null) => ({
    trial: of(trial),
    comparison: of(comparison),
  });
  const bounds = (interval: { lo: number; hi: number }) => [interval.lo, interval.hi];
  const { fieller } = result;
  return {
    n: byArm(({ n }) => n),
    mean_cost: byArm(({ cost }) => cost),
    mean_effect: byArm(({ effect }) => effect),
    delta_cost: result.moments.cost,
    delta_effect: result.moments.effect,
    icer: result.icer,
    average_cost_per_point: byArm(({ cost, effect }) => cost / effect),
    delta_cost_ci: bounds(result.costInterval),
    delta_effect_ci: bounds(result.effectInterval),
    quadrant_share: { ...result.quadrants },
    icer_percentile_ci_if_one_quadrant: result.icerInterval && bounds(result.icerInterval),
    fieller:
      fieller.type === "complement"
        ? {
            type: fieller.type,
            excluded_lo: fieller.excludedLo,
            excluded_hi: fieller.excludedHi,
          }
        : { ...fieller },
    ceac: result.acceptability.map(({ lambda, probability, netBenefit, interval, se }) => ({
      lambda,
      prob: probability,
      inb: netBenefit,
      inb_lo: interval.lo,
      inb_hi: interval.hi,
      inb_se_analytic: se,
    })),
    bootstrap_first3: result.resampled.slice(0, 3).map(({ cost, effect }) => ({
      dC: cost,
      dE: effect,
    })),
  };
};
