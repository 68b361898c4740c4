import {
  type ClusterCovariance,
  clusterRobust,
} from "../../../pipelines/statistics/cluster-robust.ts";
import { tTwoSidedP } from "../../../pipelines/statistics/distributions.ts";
import { residualIntraclass } from "../../../pipelines/statistics/intraclass-correlation.ts";
import { leastSquares } from "../../../pipelines/statistics/least-squares.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  wildClusterBootstrap,
  wildClusterInterval,
} from "../../../pipelines/statistics/wild-cluster-bootstrap.ts";
import type { Adapter } from "./adapter.ts";
import { design } from "./cluster-design.ts";

// The reference runs below our publication minimum too; the numbers are compared all the same.
const minimum = { treated: 1, comparison: 1 };

export const clusterRobustAdapter: Adapter = (files) => {
  const { columns, clusters } = design(files.rows("children.csv"), "cluster", "y", ["trial", "x"]);
  const fit = expectValue(leastSquares(clusters));
  const robust = (covariance: ClusterCovariance) =>
    expectValue(clusterRobust({ columns, clusters, contrast: "trial", covariance, minimum }));
  const cr = (covariance: ClusterCovariance) => {
    const { se, t, df, p } = robust(covariance);
    return { se, t, df, p };
  };
  const wild = (nullValue: number) =>
    expectValue(
      wildClusterBootstrap({ columns, clusters, coefficient: "trial", nullValue, minimum }),
    );
  const cr1s = robust("CR1S");
  const cr2 = robust("CR2");
  const atZero = wild(0);
  const tied = atZero.exact ? atZero.smallestP : 0;
  const interval = expectValue(
    wildClusterInterval({
      columns,
      clusters,
      coefficient: "trial",
      minimum,
      level: 0.95 - tied,
    }),
  );
  return {
    G: clusters.length,
    n: fit.n,
    estimate: cr2.estimate,
    se_iid: Math.sqrt(fit.variance * fit.bread[1]![1]!),
    // sandwich applies G/(G-1) to its HC0 and HC1 alike.
    se_cl_HC0: robust("CR1").se,
    se_cl_HC1: cr1s.se,
    t_df_Gminus1_p: tTwoSidedP(cr1s.t, clusters.length - 1),
    cr: { CR0: cr("CR0"), CR1: cr("CR1"), CR1S: cr("CR1S"), CR2: cr("CR2"), CR3: cr("CR3") },
    cr2_ci95: [cr2.ci.lo, cr2.ci.hi],
    wild_restricted: {
      t: atZero.t,
      p: atZero.p,
      draws: atZero.draws,
      p_grid: Object.fromEntries([-6, -3, -1, 1].map((at) => [`${at}`, wild(at).p])),
    },
    // fwildclusterboot counts |t*| > |t| strictly, so the identity and its negative drop out.
    fwildclusterboot: {
      p: atZero.p - tied,
      t: atZero.t,
      ci95: [interval.lo, interval.hi],
    },
    icc_anova: expectValue(residualIntraclass(clusters, fit, 0)),
  };
};
