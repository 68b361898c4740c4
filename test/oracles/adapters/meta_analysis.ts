import { type BetweenMethod, qProfile } from "../../../pipelines/statistics/between-variance.ts";
import { metaAnalysis } from "../../../pipelines/statistics/meta-analysis.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const metaAnalysisAdapter: Adapter = (files) => {
  const estimates = files.rows("authority_effects.csv").map((row) => ({
    estimate: number(row, "yi"),
    se: number(row, "sei"),
  }));
  const pooled = (between: BetweenMethod, hartungKnapp: boolean) => {
    const m = expectValue(metaAnalysis(estimates, { between, hartungKnapp }));
    return {
      b: m.estimate,
      se: m.se,
      stat: m.statistic,
      p: m.p,
      ci95: [m.ci.lo, m.ci.hi],
      pi95: m.prediction && [m.prediction.lo, m.prediction.hi],
      tau2: m.tau2,
      I2: m.i2,
      H2: m.h2,
      Q: m.q,
      Q_p: m.qP,
    };
  };
  const { lo, hi } = qProfile(estimates);
  return {
    equal_effects: pooled("equal", false),
    dl_z: pooled("DL", false),
    reml_z: pooled("REML", false),
    reml_hartung_knapp: pooled("REML", true),
    pm_hartung_knapp: pooled("PM", true),
    tau2_qprofile_ci: [lo, hi],
  };
};
