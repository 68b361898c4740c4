import { attrition } from "../../../pipelines/statistics/attrition.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { weightedModel } from "../../../pipelines/statistics/weighted-model.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const covariates = ["pre", "age", "ehcp", "excluded"];

export const attritionIpwAdapter: Adapter = (files) => {
  const rows = files.rows("children.csv");
  const children = rows.map((row) => ({
    trial: row.trial === "1",
    change: row.observed === "1" ? number(row, "post") - number(row, "pre") : null,
    covariates: covariates.map((name) => number(row, name)),
  }));
  const result = expectValue(attrition(children, covariates, 1));
  const outcome = (cluster: (i: number) => string) =>
    expectValue(
      weightedModel(
        children.flatMap(({ change, trial, covariates: [pre] }, i) =>
          change === null
            ? []
            : {
                cluster: cluster(i),
                weight: result.weights[i]!,
                x: [1, Number(trial), pre!],
                y: change,
              },
        ),
      ),
    );
  const byChild = outcome(String);
  const bySetting = outcome((i) => rows[i]!.setting!);
  const { retention, followUpByArm, balance } = result;
  const named = (names: readonly string[], values: readonly number[]) =>
    Object.fromEntries(names.map((name, j) => [name, values[j]!]));
  const terms = ["(Intercept)", "trial", "pre"];
  return {
    n: result.n,
    n_observed: result.seen,
    follow_up_rate: result.followUpRate,
    by_arm: { "0": followUpByArm.comparison, "1": followUpByArm.trial },
    retention_model: retention && {
      coef: named(retention.columns, retention.model.coefficients),
      se: named(retention.columns, retention.model.se),
      auc: retention.auc,
    },
    weights: {
      mean_stabilised: result.meanWeight,
      max_stabilised: result.maxWeight,
      max_unstabilised: result.maxUnstabilised,
      ess: result.effectiveSize,
    },
    smd_followed_vs_all_unweighted: Object.fromEntries(
      balance.map(({ covariate, unweighted }) => [covariate, unweighted]),
    ),
    smd_followed_vs_all_weighted: Object.fromEntries(
      balance.map(({ covariate, weighted }) => [covariate, weighted]),
    ),
    mean_change_complete_case: result.completeCase,
    mean_change_ipw: result.weightedMean,
    outcome_model: {
      coef: named(terms, byChild.coefficients),
      se: named(terms, byChild.se),
      se_clustered: named(terms, bySetting.se),
    },
    first10: rows.slice(0, 10).map((row, i) => ({
      child_id: Number.isNaN(Number(row.child_id)) ? row.child_id : Number(row.child_id),
      p: result.propensities[i]!,
      sw: result.weights[i]!,
    })),
    bounds: { worst: result.bounds.highest, best: result.bounds.lowest },
  };
};
