import { blandAltman, type KappaWeights, kappa } from "../../../pipelines/statistics/agreement.ts";
import { intraclassCorrelations } from "../../../pipelines/statistics/icc.ts";
import { mean } from "../../../pipelines/statistics/moments.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { squareTable } from "../../../pipelines/statistics/square-table.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const scale = [0, 1, 2, 3, 4, 5];

export const agreementAdapter: Adapter = (files) => {
  const pairs = files.rows("ordinal_pairs.csv");
  const a = pairs.map((row) => number(row, "rater_a"));
  const b = pairs.map((row) => number(row, "rater_b"));
  const table = squareTable(a, b, scale);
  const agreed = (weights: KappaWeights) => {
    const result = kappa(table, weights);
    if (result.reason !== null) return null;
    const { kappa: value, observed, expected, se, ci } = result.value;
    return { kappa: value, po: observed, pe: expected, ase: se, ci95: [ci.lo, ci.hi] };
  };
  const raters = files.columns("scores_by_rater.csv");
  const scores = files
    .rows("scores_by_rater.csv")
    .map((row) => raters.map((rater) => number(row, rater)));
  const [first, second] = [scores.map((row) => row[0]!), scores.map((row) => row[1]!)];
  const ba = expectValue(blandAltman(first, second));
  const within = (distance: number) =>
    mean(a.map((value, i) => Number(Math.abs(value - b[i]!) <= distance)));
  const names = scale.map(String);
  return {
    kappa_unweighted: agreed("unweighted"),
    kappa_linear: agreed("linear"),
    kappa_quadratic: agreed("quadratic"),
    exact_agreement: within(0),
    within_one: within(1),
    table: { rows: names, cols: names, values: table },
    icc: expectValue(intraclassCorrelations(scores, { minimum: 2 })).map((row) => ({
      type: row.type,
      icc: row.icc,
      F: row.f,
      df1: row.df1,
      df2: row.df2,
      p: row.p,
      lower: row.ci.lo,
      upper: row.ci.hi,
    })),
    bland_altman_r1_r2: {
      bias: ba.bias,
      sd: ba.sd,
      loa: [ba.limits.lo, ba.limits.hi],
      se_bias: ba.seBias,
      se_loa: ba.seLimits,
    },
  };
};
