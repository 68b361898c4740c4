import { concordance, coxClusterErrors, coxModel } from "../../../pipelines/statistics/cox.ts";
import {
  kaplanMeier,
  medianSurvival,
  restrictedMean,
  type SurvivalScale,
  survivalAt,
} from "../../../pipelines/statistics/kaplan-meier.ts";
import { logRank } from "../../../pipelines/statistics/log-rank.ts";
import { proportionalHazards } from "../../../pipelines/statistics/proportional-hazards.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const terms = ["trial", "excluded", "age"];

export const survivalKmAdapter: Adapter = (files) => {
  const params = files.json<{ times: number | number[]; tau: number }>("params.json");
  const rows = files.rows("spells.csv");
  const children = rows.map((row) => ({
    trial: row.trial!,
    time: number(row, "weeks"),
    event: row.event === "1",
    x: terms.map((term) => number(row, term)),
  }));
  const arms = ["0", "1"].map((arm) => children.filter(({ trial }) => trial === arm));
  const curves = arms.map((arm) => expectValue(kaplanMeier(arm)));
  const table = (scale: SurvivalScale) =>
    curves.flatMap((steps, trial) =>
      [params.times].flat().map((time) => {
        const { atRisk, survival, se, ci } = survivalAt(steps, time, { scale });
        return {
          trial,
          time,
          at_risk: atRisk,
          surv: survival,
          se,
          lo: ci?.lo ?? null,
          hi: ci?.hi ?? null,
        };
      }),
    );
  const [comparison, trial] = curves.map((steps) =>
    expectValue(restrictedMean(steps, params.tau, { extend: true })),
  ) as [{ mean: number; se: number }, { mean: number; se: number }];
  const plain = expectValue(logRank(arms[0]!, arms[1]!));
  const peto = expectValue(logRank(arms[0]!, arms[1]!, { weighted: true }));
  const efron = expectValue(coxModel(children));
  const breslow = expectValue(coxModel(children, "breslow"));
  const robust = coxClusterErrors(
    children,
    rows.map((row) => row.setting!),
    efron,
  );
  const hazards = proportionalHazards(children, efron);
  const named = <T>(values: readonly T[]) =>
    Object.fromEntries(terms.map((term, j) => [term, values[j]!]));
  const byArm = (of: (arm: (typeof arms)[number]) => number) => ({
    "0": of(arms[0]!),
    "1": of(arms[1]!),
  });
  return {
    n: byArm((arm) => arm.length),
    events: byArm((arm) => arm.filter(({ event }) => event).length),
    km_plain: table("plain"),
    km_log: table("log"),
    km_loglog: table("logLog"),
    median: curves.map((steps) => ({ ...medianSurvival(steps) })),
    rmst: {
      tau: params.tau,
      comparison: { est: comparison.mean, se: comparison.se },
      trial: { est: trial.mean, se: trial.se },
      diff: trial.mean - comparison.mean,
      se_diff: Math.hypot(comparison.se, trial.se),
    },
    logrank: {
      chisq: plain.chiSquared,
      p: plain.p,
      observed: plain.observed,
      expected: plain.expected,
    },
    peto_wilcoxon_chisq: peto.chiSquared,
    cox_efron: {
      coef: named(efron.coefficients),
      se: named(efron.se),
      hr: named(efron.coefficients.map(Math.exp)),
      loglik: efron.logLikelihood,
      robust_cluster_se: named(robust),
      concordance: concordance(children, efron.coefficients),
      ph_test_p: { ...named(hazards.each), GLOBAL: hazards.all },
    },
    cox_breslow_coef: named(breslow.coefficients),
  };
};
