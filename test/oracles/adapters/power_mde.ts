import { detectableEffect, powerAt } from "../../../pipelines/statistics/power-mde.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const powerMdeAdapter: Adapter = (files) => {
  const { alpha, power } = files.json<{ alpha: number; power: number }>("params.json");
  const rows = files.rows("designs.csv").map((row) => {
    const design = row.design!;
    const { value } = detectableEffect(
      {
        clustersPerArm: number(row, "clusters_per_arm"),
        childrenPerCluster: number(row, "children_per_cluster"),
        icc: number(row, "icc"),
        prePostR: number(row, "pre_post_r"),
        cvSize: number(row, "cv_size"),
        sd: number(row, "sd"),
      },
      { alpha, power },
    );
    return {
      design,
      design_effect: value?.designEffect ?? null,
      ess_per_arm: value?.effectivePerArm ?? null,
      df: value?.df ?? null,
      se: value?.se ?? null,
      mde: value?.mde ?? null,
      mde_sd_units: value?.mdeSds ?? null,
      power: value && powerAt(number(row, "delta"), value.se, value.df, alpha),
    };
  });
  return { rows };
};
