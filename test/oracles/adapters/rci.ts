import { reliableChange } from "../../../pipelines/statistics/rci.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { numeric } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  reliability: number;
  sd_pre: "from_data" | number;
  norm_mean: number;
  norm_sd: number;
  direction: "lower_is_better" | "higher_is_better";
  z: number;
  practice_mean: number;
}

const classes = ["recovered", "improved", "unchanged", "deteriorated"];

export const rciAdapter: Adapter = (files) => {
  const params = files.json<Params>("params.json");
  const rows = files.rows("pairs.csv");
  const result = expectValue(
    reliableChange({
      pairs: rows.map((row) => ({ pre: numeric(row.pre), post: numeric(row.post) })),
      reliability: params.reliability,
      ...(params.sd_pre === "from_data" ? {} : { sdPre: Number(params.sd_pre) }),
      norm: { mean: params.norm_mean, sd: params.norm_sd },
      direction: params.direction,
      z: params.z,
      drift: params.practice_mean,
    }),
  );
  const counted = (name: string) =>
    result.children.filter(({ clinical }) => clinical === name).length;
  return {
    n_pairs: result.n,
    sd_used: result.sd,
    mean_pre: result.meanPre,
    sem: result.sem,
    s_diff: result.sDiff,
    rci_threshold: result.threshold,
    cutoff_a: result.cutoffs!.a,
    cutoff_b: result.cutoffs!.b,
    cutoff_c: result.cutoffs!.c,
    children: result.children.map((child, i) => ({
      child_id: rows[i]!.child_id!,
      change: child.change,
      rci: child.rci,
      rci_practice_adjusted: child.driftAdjusted,
      reliable: child.reliable,
      jt_class: child.clinical,
    })),
    counts: Object.fromEntries(classes.map((name) => [name, counted(name)])),
  };
};
