import { chiSquaredUpper } from "../../../pipelines/statistics/distributions.ts";
import { interruptedSeries } from "../../../pipelines/statistics/interrupted-time-series.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const names = ["(Intercept)", "t", "post", "time_since"];

export const interruptedTimeSeriesAdapter: Adapter = (files) => {
  const { nw_lag: lag } = files.json<{ nw_lag: number }>("params.json");
  const rows = files.rows("series.csv");
  const start = rows.findIndex(({ post }) => post === "1");
  const values = rows.map((row) => number(row, "y"));
  const result = expectValue(interruptedSeries(values, start, { lag, minimum: 2 }));
  const { model, neweyWestSe, ar1, durbinWatson, autocorrelation, effect } = result;
  const named = (numbers: readonly number[]) =>
    Object.fromEntries(names.map((name, j) => [name, numbers[j]!]));
  const n = values.length;
  return {
    ols: {
      coef: named(model.coefficients.map(({ estimate }) => estimate)),
      se: named(model.coefficients.map(({ se }) => se)),
    },
    newey_west_se: named(neweyWestSe),
    durbin_watson: durbinWatson,
    acf1: autocorrelation,
    gls_ar1: ar1 && {
      coef: named(ar1.coefficients),
      se: named(ar1.se),
      phi: ar1.phi,
      sigma: ar1.sigma,
    },
    effect_at_end: { est: effect.estimate, se_nw: effect.se },
    ljung_box_p: chiSquaredUpper((n * (n + 2) * autocorrelation ** 2) / (n - 1), 1),
  };
};
