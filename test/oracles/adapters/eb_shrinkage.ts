import type { BetweenMethod } from "../../../pipelines/statistics/between-variance.ts";
import { chiSquaredUpper } from "../../../pipelines/statistics/distributions.ts";
import { shrink } from "../../../pipelines/statistics/eb-shrinkage.ts";
import { midRanks } from "../../../pipelines/statistics/rank.ts";
import { gammaPoisson, shrinkRates } from "../../../pipelines/statistics/rate-shrinkage.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const ebShrinkageAdapter: Adapter = (files) => {
  const estimates = files.rows("estimates.csv").map((row) => ({
    estimate: number(row, "y"),
    se: number(row, "se"),
  }));
  const normal = (method: BetweenMethod) => {
    const { mean, meanSe, tau2, i2, q, units } = expectValue(shrink(estimates, method));
    const shrunk = units.map(({ estimate }) => estimate);
    return {
      mu: mean,
      se_mu: meanSe,
      tau2,
      I2: i2,
      Q: q,
      Q_p: chiSquaredUpper(q, estimates.length - 1),
      shrink: units.map(({ weight }) => weight),
      eb: shrunk,
      eb_se: units.map(({ se }) => se),
      rank_raw: midRanks(estimates.map(({ estimate }) => estimate)),
      rank_eb: midRanks(shrunk),
    };
  };
  const counts = files.rows("counts.csv").map((row) => ({
    events: number(row, "x"),
    population: number(row, "n"),
  }));
  const global = expectValue(shrinkRates(counts));
  const ml = expectValue(gammaPoisson(counts));
  return {
    normal: { DL: normal("DL"), REML: normal("REML"), PM: normal("PM") },
    marshall_global: {
      mean: global.mean,
      s2: global.seen,
      A: global.between,
      weight: global.weights,
      eb: global.rates,
    },
    gamma_poisson_ml: {
      alpha: ml.alpha,
      beta: ml.beta,
      loglik: ml.logLikelihood,
      eb: ml.rates,
      boundary: ml.isBoundary,
    },
  };
};
