import { expectValue } from "../../../pipelines/statistics/result.ts";
import { syntheticControl } from "../../../pipelines/statistics/synthetic-control.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const syntheticControlAdapter: Adapter = (files) => {
  const params = files.json<{ treated: string; last_pre_period: number }>("params.json");
  const rows = files.rows("panel.csv").map((row) => ({
    unit: row.unit!,
    period: number(row, "period"),
    treated: row.unit === params.treated,
    value: number(row, "y"),
  }));
  const result = expectValue(
    syntheticControl(rows, params.last_pre_period, { largestPreGap: Number.POSITIVE_INFINITY }),
  );
  const { weights, placebos, leaveOneOut } = result;
  return {
    weights: Object.fromEntries(weights.map(({ donor, weight }) => [donor, weight])),
    pre_rmspe: result.preRmspe,
    post_rmspe: result.postRmspe,
    gap: result.gaps,
    att: result.att,
    rmspe_ratio: Object.fromEntries([result, ...placebos].map(({ unit, ratio }) => [unit, ratio])),
    rank: result.rank,
    placebo_p: result.p,
    leave_one_out_att: Object.fromEntries(leaveOneOut.map(({ donor, att }) => [donor, att])),
    placebo_att: Object.fromEntries(placebos.map(({ unit, att }) => [unit, att])),
    synth_pkg: { loss_v: result.preRmspe ** 2, pre_mspe_unscaled: result.preRmspe ** 2 },
  };
};
