import { poolImputations } from "../../../pipelines/statistics/mi-pooling.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const miPoolingAdapter: Adapter = (files) => {
  const { n, k } = files.json<{ n: number; k: number }>("params.json");
  const imputations = files.rows("imputations.csv").map((row) => ({
    estimate: number(row, "estimate"),
    variance: number(row, "variance"),
  }));
  const pooled = expectValue(poolImputations(imputations, n - k));
  return {
    estimate: pooled.estimate,
    within: pooled.within,
    between: pooled.between,
    total: pooled.total,
    se: pooled.se,
    riv: pooled.relativeIncrease,
    lambda: pooled.lambda,
    fmi: pooled.fmi,
    df_barnard_rubin: pooled.df,
    t: pooled.t,
    p: pooled.p,
    ci95: [pooled.ci.lo, pooled.ci.hi],
  };
};
