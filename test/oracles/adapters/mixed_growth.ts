import { growth, growthColumns } from "../../../pipelines/statistics/growth.ts";
import { linearModel } from "../../../pipelines/statistics/linear-model.ts";
import type { MixedModel } from "../../../pipelines/statistics/mixed-model.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import { factorLevels } from "../factor-levels.ts";
import type { Adapter } from "./adapter.ts";

export const mixedGrowthAdapter: Adapter = (files) => {
  const rows = files.rows("long.csv").map((row) => ({
    child: row.child_id!,
    years: number(row, "years"),
    trial: row.trial === "1",
    score: number(row, "score"),
  }));
  const reml = expectValue(growth(rows, { minimum: 1 }));
  const ml = expectValue(growth(rows, { minimum: 1, criterion: "ML" }));
  const first = factorLevels(rows.map(({ child }) => child)).slice(0, 8);
  const effects = new Map(reml.randomSlope.effects.map((effect) => [effect.group, effect.values]));
  return {
    n_obs: rows.length,
    n_children: reml.children,
    n_single_obs: reml.singles,
    random_intercept_reml: shape(reml.randomIntercept),
    random_slope_reml: shape(reml.randomSlope),
    random_intercept_ml: shape(ml.randomIntercept),
    random_slope_ml: shape(ml.randomSlope),
    icc_ri: reml.icc,
    lrt_slope: {
      chisq: reml.slopeVariance.chiSquared,
      p_naive_df2: reml.slopeVariance.naiveP,
      p_mixture: reml.slopeVariance.p,
    },
    blup: first.map((child) => ({
      child_id: child,
      intercept_dev: effects.get(child)![0]!,
      slope_dev: effects.get(child)![1]!,
    })),
    ols_slopes_first8: first.map((child) => {
      const own = rows.filter((row) => row.child === child);
      return { child_id: child, slope: ownSlope(own), _row: child };
    }),
  };
};

function shape(model: MixedModel) {
  const named = (of: (coefficient: MixedModel["coefficients"][number]) => number) =>
    Object.fromEntries(growthColumns.map((name, j) => [name, of(model.coefficients[j]!)]));
  const [[intercept, cov], slopes] = model.covariance as [[number, number?], [number, number]?];
  return {
    coef: named(({ estimate }) => estimate),
    se: named(({ se }) => se),
    df_satterthwaite: named(({ df }) => df),
    p: named(({ p }) => p),
    var: {
      intercept,
      slope: slopes?.[1] ?? null,
      cov: cov ?? null,
      residual: model.residualVariance,
    },
    loglik: -model.deviance / 2,
    deviance: model.deviance,
    singular: model.isSingular,
  };
}

/** Two waves are fitted exactly, which `linearModel` rightly refuses. */
function ownSlope(own: readonly { years: number; score: number }[]): number | null {
  if (own.length < 2) return null;
  const [a, b] = own as [(typeof own)[number], (typeof own)[number]];
  if (own.length === 2) return (b.score - a.score) / (b.years - a.years);
  const x = own.map(({ years }) => [1, years]);
  const y = own.map(({ score }) => score);
  return expectValue(linearModel(x, y)).fit.coefficients[1]!;
}
