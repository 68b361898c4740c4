import { caseMix } from "../../../pipelines/statistics/case-mix.ts";
import { dummyColumns } from "../../../pipelines/statistics/dummy-columns.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const casemixExpectedAdapter: Adapter = (files) => {
  const rows = files.rows("children.csv");
  const needs = dummyColumns(rows.map((row) => row.need!));
  const children = rows.map((row, i) => ({
    setting: row.setting!,
    covariates: [number(row, "pre"), number(row, "ehcp"), ...needs.rows[i]!, number(row, "fsm")],
    change: number(row, "change"),
    improved: row.improved === "1",
  }));
  const terms = ["(Intercept)", "pre", "ehcp", ...needs.names.map((name) => `need${name}`), "fsm"];
  const named = (values: readonly number[]) =>
    Object.fromEntries(terms.map((term, j) => [term, values[j]!]));
  const result = expectValue(caseMix(children, { minimumExpected: 0 }));
  const { logistic, rates, auc, brier } = expectValue(result.improvement);
  const mixed = expectValue(result.mixed);
  const between = mixed.covariance[0]![0]!;
  const settings = new Map(mixed.effects.map((effect) => [effect.group, effect]));
  return {
    linear: {
      coef: named(result.linear.fit.coefficients),
      sigma: result.linear.sigma,
      r2: result.linear.r2,
    },
    logistic: {
      coef: named(logistic.coefficients),
      se: named(logistic.se),
      deviance: logistic.deviance,
      auc,
      brier,
    },
    settings: result.settings.map((setting, i) => ({
      setting: setting.setting,
      n: setting.n,
      mean_change: setting.meanChange,
      expected_change: setting.expectedChange,
      value_added: setting.valueAdded,
      se: setting.se,
      O: setting.observed,
      E: rates[i]!.expected,
      ratio: rates[i]!.ratio,
      var_E: rates[i]!.variance,
      z: rates[i]!.z,
      adj_rate: rates[i]!.adjustedRate,
    })),
    mixed: {
      fixef: named(mixed.coefficients.map(({ estimate }) => estimate)),
      var_setting: between,
      var_resid: mixed.residualVariance,
      icc: between / (between + mixed.residualVariance),
      blup: result.settings.map(({ setting }) => ({
        setting,
        u: settings.get(setting)!.values[0]!,
        se: settings.get(setting)!.se[0]!,
      })),
    },
  };
};
