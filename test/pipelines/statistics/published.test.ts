import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sufficientStatistics } from "../../../pipelines/statistics/cluster-moments.ts";
import { clusterRobust } from "../../../pipelines/statistics/cluster-robust.ts";
import { tTwoSidedP } from "../../../pipelines/statistics/distributions.ts";
import { dummyColumns } from "../../../pipelines/statistics/dummy-columns.ts";
import { funnel } from "../../../pipelines/statistics/funnel.ts";
import { ratioLimits } from "../../../pipelines/statistics/funnel-limits.ts";
import { groupTimeEffects } from "../../../pipelines/statistics/group-time-effects.ts";
import { linearModel } from "../../../pipelines/statistics/linear-model.ts";
import { meanInterval } from "../../../pipelines/statistics/mean-interval.ts";
import { metaAnalysis } from "../../../pipelines/statistics/meta-analysis.ts";
import { mixedModel } from "../../../pipelines/statistics/mixed-model.ts";
import { mean, standardDeviation } from "../../../pipelines/statistics/moments.ts";
import { reliableChange } from "../../../pipelines/statistics/rci.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { transitions } from "../../../pipelines/statistics/transitions.ts";
import { CaseFiles, number } from "../../oracles/case-files.ts";

const folder = new URL("../../../../shared/data/statistics", import.meta.url).pathname;
const present = existsSync(folder);
if (!present) console.log(`published answers skipped: no folder ${folder}`);

interface Published {
  sleepstudy_lmer: {
    fixef: Record<string, number>;
    se: Record<string, number>;
    varcorr: { grp: string; var1?: string; var2?: string; vcov: number }[];
    reml: number;
  };
  sleepstudy_icc: { icc: number };
  anorexia: {
    mean_change: Record<string, number>;
    sd_change: Record<string, number>;
    paired_t: Record<string, { t: number; df: number; p: number; ci: [number, number] }>;
    ancova: (Record<"Estimate" | "Std. Error" | "t value" | "Pr(>|t|)", number> & {
      term: string;
    })[];
  };
  clubSandwich_MV: {
    result: { term: string; beta: number; SE: number; df_Satt: number; p_Satt: number }[];
  };
  bcg_rma_DL: PublishedPool;
  bcg_rma_REML: PublishedPool;
  bcg_rma_EE: PublishedPool;
  cav_statetable: { cols: string[]; counts: number[][] };
  did_mpdta_attgt: { group: number; time: number; att: number }[];
  FunnelPlotR_tests: {
    phi_rounded6: number;
    poisson_limits_target1: Record<"number_seq" | "ll95" | "ul95" | "ll99_8" | "ul99_8", number[]>;
  };
  clinicalsignificance_claus2020: {
    n: number;
    distribution: { JT: number[] };
    combined: { order: string[]; JT: number[] };
  };
}

interface PublishedPool {
  b: number;
  se: number;
  ci: [number, number];
  tau2: number;
  I2: number;
  Q: number;
  Qp: number;
}

const close = (values: readonly number[], digits: number) =>
  values.map((value) => expect.closeTo(value, digits));

describe.skipIf(!present)("published answers on real data", () => {
  const files = new CaseFiles(folder);
  const published = present ? files.json<Published>("expected.json") : ({} as Published);

  it("lme4's sleepstudy: reaction by days, random intercept and slope", () => {
    const rows = files.rows("lme4_sleepstudy.csv").map((row) => ({
      group: row.Subject!,
      x: [1, number(row, "Days")],
      z: [1, number(row, "Days")],
      y: number(row, "Reaction"),
    }));
    const wanted = published.sleepstudy_lmer;
    const model = expectValue(mixedModel(rows));
    const terms = ["(Intercept)", "Days"];
    expect(model.coefficients.map(({ estimate }) => estimate)).toEqual(
      close(
        terms.map((term) => wanted.fixef[term]!),
        6,
      ),
    );
    expect(model.coefficients.map(({ se }) => se)).toEqual(
      close(
        terms.map((term) => wanted.se[term]!),
        3,
      ),
    );
    const [[intercept, both], [, slope]] = model.covariance as [[number, number], [number, number]];
    expect(
      [intercept, slope, both, model.residualVariance].map((v, i) => v / wanted.varcorr[i]!.vcov),
    ).toEqual(close([1, 1, 1, 1], 3));
    expect(model.deviance).toBeCloseTo(wanted.reml, 6);
    expect(model.coefficients.map(({ df }) => df)).toEqual(close([17, 17], 1));

    const alone = expectValue(mixedModel(rows.map((row) => ({ ...row, x: [1], z: [1] }))));
    const between = alone.covariance[0]![0]!;
    expect(between / (between + alone.residualVariance)).toBeCloseTo(
      published.sleepstudy_icc.icc,
      5,
    );
  });

  it("MASS's anorexia: mean change, paired t and analysis of covariance", () => {
    const girls = files.rows("MASS_anorexia.csv").map((row) => ({
      arm: row.Treat!,
      pre: number(row, "Prewt"),
      post: number(row, "Postwt"),
    }));
    const wanted = published.anorexia;
    for (const [arm, t] of Object.entries(wanted.paired_t)) {
      const changes = girls.filter((girl) => girl.arm === arm).map(({ pre, post }) => post - pre);
      const sd = standardDeviation(changes);
      const interval = expectValue(meanInterval(changes.length, mean(changes), sd));
      expect(interval.mean).toBeCloseTo(wanted.mean_change[arm]!, 9);
      expect(sd).toBeCloseTo(wanted.sd_change[arm]!, 9);
      expect(interval.df).toBe(t.df);
      expect(interval.mean / interval.se).toBeCloseTo(t.t, 9);
      expect(tTwoSidedP(interval.mean / interval.se, interval.df)).toBeCloseTo(t.p, 9);
      expect([interval.ci.lo, interval.ci.hi]).toEqual(close(t.ci, 8));
    }
    const arms = dummyColumns(girls.map(({ arm }) => arm));
    const { coefficients } = expectValue(
      linearModel(
        girls.map(({ pre }, i) => [1, pre, ...arms.rows[i]!]),
        girls.map(({ post }) => post),
      ),
    );
    expect(coefficients.map(({ estimate, se, t, p }) => [estimate, se, t, p])).toEqual(
      wanted.ancova.map((row) =>
        close([row.Estimate, row["Std. Error"], row["t value"], row["Pr(>|t|)"]], 7),
      ),
    );
  });

  it("clubSandwich's motor vehicle deaths: CR2 and Satterthwaite with state and year effects", () => {
    const rows = files
      .rows("clubSandwich_MortalityRates_MV.csv")
      .filter((row) =>
        ["legal", "beertaxa", "mrate"].every((name) => Number.isFinite(Number(row[name] || "x"))),
      );
    const years = dummyColumns(rows.map((row) => row.year!));
    const raw = rows.map((row, i) => ({
      cluster: row.state!,
      x: [number(row, "legal"), number(row, "beertaxa"), ...years.rows[i]!],
      y: number(row, "mrate"),
    }));
    // State effects are swept out, which is exact for CR2 because states are the clusters.
    const demeaned = [...new Set(raw.map(({ cluster }) => cluster))].flatMap((state) => {
      const own = raw.filter(({ cluster }) => cluster === state);
      const centre = own[0]!.x.map((_, j) => mean(own.map(({ x }) => x[j]!)));
      const level = mean(own.map(({ y }) => y));
      return own.map(({ cluster, x, y }) => ({
        cluster,
        x: x.map((value, j) => value - centre[j]!),
        y: y - level,
      }));
    });
    const columns = ["legal", "beertaxa", ...years.names];
    const clusters = sufficientStatistics(demeaned);
    for (const { term, beta, SE, df_Satt, p_Satt } of published.clubSandwich_MV.result) {
      const { estimate, se, df, p } = expectValue(
        clusterRobust({ columns, clusters, contrast: term }),
      );
      expect([estimate, se, df, p]).toEqual(close([beta, SE, df_Satt, p_Satt], 6));
    }
  });

  it("metadat's BCG trials: log relative risk by three methods", () => {
    const estimates = files.rows("metadat_dat.bcg.csv").map((row) => {
      const [a, b, c, d] = ["tpos", "tneg", "cpos", "cneg"].map((name) => number(row, name)) as [
        number,
        number,
        number,
        number,
      ];
      const se = Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d));
      return { estimate: Math.log(a / (a + b) / (c / (c + d))), se };
    });
    const pools = [
      ["DL", published.bcg_rma_DL],
      ["REML", published.bcg_rma_REML],
      ["equal", published.bcg_rma_EE],
    ] as const;
    for (const [between, wanted] of pools) {
      const pooled = expectValue(metaAnalysis(estimates, { between, hartungKnapp: false }));
      expect([
        pooled.estimate,
        pooled.se,
        pooled.ci.lo,
        pooled.ci.hi,
        pooled.tau2,
        pooled.q,
      ]).toEqual(close([wanted.b, wanted.se, ...wanted.ci, wanted.tau2, wanted.Q], 5));
      expect(pooled.i2).toBeCloseTo(wanted.I2, 3);
      expect(pooled.qP / wanted.Qp).toBeCloseTo(1, 6);
    }
  });

  it("did's county employment: every group-time effect", () => {
    const rows = files.rows("did_mpdta.csv").map((row) => ({
      unit: row.countyreal!,
      period: number(row, "year"),
      start: number(row, "first.treat") === 0 ? null : number(row, "first.treat"),
      value: number(row, "lemp"),
    }));
    const { effects } = expectValue(groupTimeEffects(rows, { comparison: "neverTreated" }));
    expect(effects.map(({ cohort, period, att }) => [cohort, period, att])).toEqual(
      published.did_mpdta_attgt.map(({ group, time, att }) => [
        group,
        time,
        expect.closeTo(att, 9),
      ]),
    );
  });

  it("FunnelPlotR's own tests: overdispersion and exact Poisson limits", () => {
    const counts = files.rows("FunnelPlotR_test_input.csv").map((row) => ({
      unit: row.group!,
      numerator: number(row, "num"),
      denominator: number(row, "denom"),
    }));
    const wanted = published.FunnelPlotR_tests;
    const { phi } = expectValue(funnel(counts, "log", { minimumUnits: 1 }));
    expect(phi).toBeCloseTo(wanted.phi_rounded6, 6);
    const limits = wanted.poisson_limits_target1;
    limits.number_seq.forEach((expected, i) => {
      const { ll998, ll95, ul95, ul998 } = ratioLimits(expected);
      expect([ll95, ul95, ll998, ul998]).toEqual(
        close([limits.ll95[i]!, limits.ul95[i]!, limits.ll99_8[i]!, limits.ul99_8[i]!], 6),
      );
    });
  });

  it("msm's heart transplants: moves between consecutive visits", () => {
    const visits = new Map<string, number>();
    const records = files.rows("msm_cav.csv").map((row) => {
      const term = (visits.get(row.PTNUM!) ?? 0) + 1;
      visits.set(row.PTNUM!, term);
      return { child: row.PTNUM!, group: "all", term, state: row.state! };
    });
    const { cols, counts } = published.cav_statetable;
    const result = expectValue(transitions(records, cols));
    expect(result.counts.slice(0, counts.length)).toEqual(counts);
    expect(result.unobserved).toEqual(["4"]);
  });

  it("clinicalsignificance's depression trial: Jacobson and Truax's classes", () => {
    const byPatient = new Map<string, { pre: number | null; post: number | null }>();
    for (const row of files.rows("cs_claus_2020.csv")) {
      const own = byPatient.get(row.id!) ?? { pre: null, post: null };
      const score = row.hamd === "" || row.hamd === "NA" ? null : number(row, "hamd");
      if (row.time === "1") own.pre = score;
      if (row.time === "4") own.post = score;
      byPatient.set(row.id!, own);
    }
    const { n, children } = expectValue(
      reliableChange({
        pairs: [...byPatient.values()],
        reliability: 0.8,
        norm: { mean: 8, sd: 8 },
        direction: "lower_is_better",
      }),
    );
    const wanted = published.clinicalsignificance_claus2020;
    expect(n).toBe(wanted.n);
    const reliable = ["reliably_improved", "no_reliable_change", "reliably_worsened"];
    expect(reliable.map((name) => children.filter((c) => c.reliable === name).length)).toEqual(
      wanted.distribution.JT,
    );
    const clinical = wanted.combined.order.slice(0, 4).map((name) => name.toLowerCase());
    expect(clinical.map((name) => children.filter((c) => c.clinical === name).length)).toEqual(
      wanted.combined.JT.slice(0, 4),
    );
  });
});
