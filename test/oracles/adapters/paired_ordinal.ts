import { pairedOrdinal, thresholdChange } from "../../../pipelines/statistics/paired-ordinal.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { signedRank } from "../../../pipelines/statistics/signed-rank.ts";
import { bowker, squareTable, stuartMaxwell } from "../../../pipelines/statistics/square-table.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const scale = [0, 1, 2, 3, 4, 5];

export const pairedOrdinalAdapter: Adapter = (files) => {
  const pairs = files.rows("pairs.csv").map((row) => ({
    pre: number(row, "pre"),
    post: number(row, "post"),
  }));
  const { wilcoxon, ...change } = expectValue(pairedOrdinal(pairs));
  const pre = pairs.map((pair) => pair.pre);
  const post = pairs.map((pair) => pair.post);
  const table = squareTable(pre, post, scale);
  const crossed = thresholdChange(pairs, 3);
  const plain = signedRank(
    pairs.map((pair) => pair.post - pair.pre),
    false,
  );
  const names = scale.map(String);
  return {
    n: change.n,
    improved: change.fell,
    same: change.same,
    worse: change.rose,
    median_change: change.medianChange,
    wilcoxon_v: wilcoxon.v,
    p_normal_cc: wilcoxon.p,
    p_normal: plain.p,
    hodges_lehmann: change.hodgesLehmann,
    sign_test_p: change.signP,
    matched_rank_biserial: wilcoxon.rankBiserial,
    prob_improvement_minus_worse: change.netFall,
    bowker: { ...expectValue(bowker(table)) },
    stuart_maxwell: stuartMaxwell(table).value && { ...stuartMaxwell(table).value },
    threshold3: {
      b_left_high: crossed.left,
      c_entered_high: crossed.entered,
      mcnemar_exact_p: crossed.exactP,
      mcnemar_chisq_cc: crossed.chisq,
      net_change: crossed.netEntered,
    },
    table: { rows: names, cols: names, values: table },
  };
};
