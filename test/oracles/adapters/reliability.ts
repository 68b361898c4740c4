import { reliability } from "../../../pipelines/statistics/reliability.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const reliabilityAdapter: Adapter = (files) => {
  const names = files.columns("items.csv");
  const answers = files.rows("items.csv").map((row) => names.map((name) => number(row, name)));
  const r = expectValue(reliability(answers, { minimum: 3 }));
  const named = <T>(values: readonly T[]) =>
    Object.fromEntries(r.items.map(({ item }, i) => [names[item]!, values[i]!]));
  return {
    n: r.n,
    k: r.k,
    alpha_raw: r.alpha,
    alpha_std: r.standardisedAlpha,
    average_r: r.averageR,
    guttman_l6: r.lambda6,
    feldt_ci95: [r.ci.lo, r.ci.hi],
    item_rest_r: named(r.items.map(({ restCorrelation }) => restCorrelation)),
    alpha_if_dropped: named(r.items.map(({ alphaIfDropped }) => alphaIfDropped)),
    omega_total_1f_ml: r.omega?.total ?? null,
    loadings: r.omega && named(r.omega.loadings),
    sd_total: r.sdTotal,
    sem: r.sem,
    mdc95: r.mdc95,
  };
};
