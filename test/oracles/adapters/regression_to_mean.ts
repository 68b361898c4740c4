import { correlation, mean, standardDeviation } from "../../../pipelines/statistics/moments.ts";
import {
  expectedFollowUp,
  kelleyTrueScore,
  regressionToMean,
} from "../../../pipelines/statistics/regression-to-mean.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  cutoff: number;
  select: "above" | "below";
  n_baselines: number | number[];
}

export const regressionToMeanAdapter: Adapter = (files) => {
  const { cutoff, select, n_baselines } = files.json<Params>("params.json");
  const children = files.rows("unselected.csv").map((row) => ({
    id: Number.isNaN(Number(row.child_id)) ? row.child_id! : Number(row.child_id),
    first: number(row, "x1"),
    second: number(row, "x2"),
  }));
  const [x1, x2] = [children.map((c) => c.first), children.map((c) => c.second)];
  const population = { mean: mean(x1), sd: standardDeviation(x1), retest: correlation(x1, x2) };
  const after = { mean: mean(x2), sd: standardDeviation(x2) };
  const expected = expectValue(regressionToMean(population, cutoff, select));
  const selected = children.filter(({ first }) =>
    select === "above" ? first > cutoff : first < cutoff,
  );
  const observed = mean(selected.map(({ first, second }) => second - first));
  const ten = children.slice(0, 10);
  const followUp = (score: number) => expectedFollowUp(population, after, score);
  return {
    mean1: population.mean,
    sd1: population.sd,
    retest_r: population.retest,
    z: expected.z,
    C_z: expected.hazard,
    sigma_w2: expected.withinVariance,
    sigma_b2: expected.betweenVariance,
    expected_rtm_change: expected.change,
    expected_rtm_change_if_mean_of_k_baselines: Object.fromEntries(
      [n_baselines].flat().map((k) => {
        const averaged = regressionToMean(population, cutoff, select, k);
        return [`${k}`, expectValue(averaged).change];
      }),
    ),
    n_selected: selected.length,
    observed_change_selected: observed,
    population_mean_change: after.mean - population.mean,
    rtm_adjusted_change: observed - expected.change,
    kelley: ten.map(({ id, first }) => {
      const { score, se } = kelleyTrueScore(population, first);
      return { child_id: id, observed: first, true_score: score, se_true: se };
    }),
    expected_followup_given_baseline: ten.map(({ first }) => followUp(first)),
    residualised_change: ten.map(({ first, second }) => second - followUp(first)),
  };
};
