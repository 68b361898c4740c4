import { ancova } from "../../../pipelines/statistics/ancova.ts";
import { sufficientStatistics } from "../../../pipelines/statistics/cluster-moments.ts";
import {
  type ClusterCovariance,
  clusterRobust,
} from "../../../pipelines/statistics/cluster-robust.ts";
import { hc3 } from "../../../pipelines/statistics/linear-model.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const minimum = { treated: 1, comparison: 1 };

export const ancovaAdapter: Adapter = (files) => {
  const children = files.rows("children.csv").map((row) => ({
    cluster: row.setting!,
    trial: row.trial === "1",
    pre: number(row, "pre"),
    post: number(row, "post"),
    covariates: [number(row, "age"), number(row, "ehcp")],
  }));
  const result = expectValue(ancova(children, ["age", "ehcp"], { minimum: 1 }));
  const { columns, design, model, adjustedMeans } = result;
  const clusters = sufficientStatistics(
    children.map(({ cluster, post }, i) => ({ cluster, x: design[i]!, y: post })),
  );
  const robust = (covariance: ClusterCovariance) =>
    columns.map((contrast) =>
      expectValue(clusterRobust({ columns, clusters, contrast, covariance, minimum })),
    );
  const named = (values: readonly number[]) =>
    Object.fromEntries(columns.map((name, j) => [name, values[j]!]));
  const cr2 = robust("CR2");
  const trial = model.coefficients[columns.indexOf("trial")]!;
  return {
    n: children.length,
    ols: {
      coef: named(model.coefficients.map(({ estimate }) => estimate)),
      se: named(model.coefficients.map(({ se }) => se)),
      p: named(model.coefficients.map(({ p }) => p)),
      sigma: model.sigma,
      r2: model.r2,
      ci95_trial: [trial.ci.lo, trial.ci.hi],
    },
    hc3_se: named(hc3(model, design)),
    cluster_hc1_se: named(robust("CR1S").map(({ se }) => se)),
    cr2: {
      se: named(cr2.map(({ se }) => se)),
      df: named(cr2.map(({ df }) => df)),
      p: named(cr2.map(({ p }) => p)),
    },
    adjusted_means: {
      comparison: adjustedMeans.comparison.mean,
      trial: adjustedMeans.trial.mean,
      se: [adjustedMeans.comparison.se, adjustedMeans.trial.se],
    },
    change_score_model: { diff: result.changeScore.difference, se: result.changeScore.se },
    slope_homogeneity_p: result.slopeHomogeneityP,
    lin_interacted_effect_at_mean: result.interactedEffect,
  };
};
