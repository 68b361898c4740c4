import { tTwoSidedP } from "../../../pipelines/statistics/distributions.ts";
import { meanInterval } from "../../../pipelines/statistics/mean-interval.ts";
import { correlation, mean, standardDeviation } from "../../../pipelines/statistics/moments.ts";
import { expectValue, type Result } from "../../../pipelines/statistics/result.ts";
import {
  changeScoreEffect,
  type EffectSize,
  hedgesCorrection,
  hedgesG,
  prePostControlEffect,
  standardisedMeanChange,
} from "../../../pipelines/statistics/standardised-mean-change.ts";
import { welchDifference } from "../../../pipelines/statistics/welch.ts";
import { number, type Row } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const sizes = (result: Result<EffectSize>) =>
  result.reason === null ? { yi: result.value.g, vi: result.value.variance } : null;

export const effectSizesAdapter: Adapter = (files) => {
  const rows = files.rows("pairs.csv");
  const trial = summarise(rows.filter(({ group }) => group === "trial"));
  const comparison = summarise(rows.filter(({ group }) => group === "comparison"));
  const post = ({ n, meanPost, sdPost }: typeof trial) => ({ n, mean: meanPost, sd: sdPost });
  const between = expectValue(hedgesG(post(trial), post(comparison)));
  const morris = expectValue(prePostControlEffect(trial, comparison));
  const welch = expectValue(welchDifference(trial.changes, comparison.changes));
  const by = (column: string) =>
    Object.fromEntries(
      [...new Set(rows.map((row) => row[column]!))].map((key) => [
        key,
        described(rows.filter((row) => row[column] === key)),
      ]),
    );
  return {
    by_group: by("group"),
    by_la: by("la"),
    between_post_hedges_g: {
      yi: between.g,
      vi: between.variance,
      ci95: [between.ci.lo, between.ci.hi],
    },
    d_ppc2_morris2008: { pooled_pre_sd: morris.pooledSd, d: morris.g, var: morris.variance },
    welch_change_difference: {
      diff: welch.difference,
      t: welch.t,
      df: welch.df,
      p: welch.p,
      ci95: [welch.ci.lo, welch.ci.hi],
    },
  };
};

function summarise(rows: readonly Row[]) {
  const pre = rows.map((row) => number(row, "pre"));
  const post = rows.map((row) => number(row, "post"));
  return {
    n: rows.length,
    meanPre: mean(pre),
    meanPost: mean(post),
    sdPre: standardDeviation(pre),
    sdPost: standardDeviation(post),
    r: correlation(pre, post),
    changes: post.map((value, i) => value - pre[i]!),
  };
}

function described(rows: readonly Row[]) {
  const s = summarise(rows);
  const sdChange = standardDeviation(s.changes);
  const change = expectValue(meanInterval(s.n, mean(s.changes), sdChange, { minimum: 2 }));
  const smcr = standardisedMeanChange(s);
  return {
    n: s.n,
    mean_pre: s.meanPre,
    mean_post: s.meanPost,
    sd_pre: s.sdPre,
    sd_post: s.sdPost,
    r: s.r,
    mean_change: change.mean,
    sd_change: sdChange,
    t: change.mean / change.se,
    df: change.df,
    p: tTwoSidedP(change.mean / change.se, change.df),
    ci95: [change.ci.lo, change.ci.hi],
    d_z: change.mean / sdChange,
    d_av: change.mean / ((s.sdPre + s.sdPost) / 2),
    glass_pre: change.mean / s.sdPre,
    J: hedgesCorrection(s.n - 1),
    g_smcr: sizes(smcr),
    g_smcc: sizes(changeScoreEffect(s.n, change.mean, sdChange)),
    smcr_check: smcr.value?.g ?? null,
  };
}
