import { ordinalRegression } from "../../../pipelines/statistics/ordinal-regression.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { superiority } from "../../../pipelines/statistics/superiority.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const terms = ["trial", "pre", "age"];

export const ordinalRegressionAdapter: Adapter = (files) => {
  const children = files.rows("children.csv").map((row) => ({
    trial: row.trial === "1",
    covariates: [number(row, "pre"), number(row, "age")],
    outcome: number(row, "post"),
  }));
  const result = expectValue(ordinalRegression(children, { minimum: 1 }));
  const { levels, coefficients, oddsRatio, proportionalOdds } = result;
  const arm = (trial: boolean) =>
    children.filter((child) => child.trial === trial).map(({ outcome }) => outcome);
  const raw = expectValue(superiority(arm(true), arm(false)));
  return {
    levels: levels.map(String),
    beta: Object.fromEntries(terms.map((term, j) => [term, coefficients[j]!.estimate])),
    se: Object.fromEntries(terms.map((term, j) => [term, coefficients[j]!.se])),
    thresholds: Object.fromEntries(
      result.thresholds.map((value, k) => [`${levels[k]}|${levels[k + 1]}`, value]),
    ),
    loglik: result.logLikelihood,
    odds_ratio_trial: oddsRatio.estimate,
    wald_ci: [oddsRatio.wald.lo, oddsRatio.wald.hi],
    profile_ci: [oddsRatio.profile.lo, oddsRatio.profile.hi],
    predicted: [false, true].map((trial) => result.predict(trial, [3, 10])),
    proportional_odds_lr_trial: proportionalOdds && {
      chisq: proportionalOdds.chiSquared,
      df: proportionalOdds.df,
      p: proportionalOdds.p,
    },
    unadjusted: { U: raw.u, prob_superiority: raw.probability, p: raw.p },
  };
};
