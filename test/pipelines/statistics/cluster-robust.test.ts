import { inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  type DesignRow,
  sufficientStatistics,
} from "../../../pipelines/statistics/cluster-moments.ts";
import {
  type ClusterCovariance,
  clusterRobust,
} from "../../../pipelines/statistics/cluster-robust.ts";
import { normalQuantile, tCritical } from "../../../pipelines/statistics/distributions.ts";
import { symmetricEigen } from "../../../pipelines/statistics/matrix.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const columns = ["(Intercept)", "trial", "x"];

function children(clusters: number, treated: number, seed: number, effect = 0): DesignRow[] {
  const random = uniforms(seed);
  const normal = () => normalQuantile(random() * 0.999998 + 1e-6);
  return Array.from({ length: clusters }, (_, g) => {
    const shared = normal();
    const size = 4 + Math.floor(random() * 12);
    return Array.from({ length: size }, () => {
      const x = normal();
      const trial = g < treated ? 1 : 0;
      return {
        cluster: `LA${g}`,
        x: [1, trial, x],
        y: 0.5 * x + shared + normal() + effect * trial,
      };
    });
  }).flat();
}

/** The textbook definition: every n x n matrix formed, nothing whitened. */
function direct(rows: readonly DesignRow[], weights: number[], power: number) {
  const X = new Matrix(rows.map(({ x }) => [...x]));
  const y = Matrix.columnVector(rows.map(({ y: value }) => value));
  const M = inverse(X.transpose().mmul(X));
  const c = Matrix.columnVector(weights);
  const residualMaker = Matrix.eye(X.rows).sub(X.mmul(M).mmul(X.transpose()));
  const e = residualMaker.mmul(y);
  const ids = [...new Set(rows.map(({ cluster }) => cluster))];
  const influences = ids.map((id) => {
    const index = rows.flatMap(({ cluster }, i) => (cluster === id ? [i] : []));
    const block = residualMaker.selection(index, index).to2DArray();
    const { values, vectors } = symmetricEigen(block);
    const V = new Matrix(vectors);
    const root = Matrix.diag(values.map((v) => (v > 1e-10 ? v ** power : 0)));
    const A = V.mmul(root).mmul(V.transpose());
    const all = Array.from({ length: X.columns }, (_, j) => j);
    const s = A.mmul(X.selection(index, all)).mmul(M).mmul(c);
    const padded = Matrix.zeros(X.rows, 1);
    index.forEach((i, at) => {
      padded.set(i, 0, s.get(at, 0));
    });
    return padded;
  });
  const variance = influences.reduce((sum, s) => sum + s.dot(e) ** 2, 0);
  const spread = influences.map((s) => residualMaker.mmul(s));
  let squares = 0;
  let trace = 0;
  spread.forEach((a) => {
    trace += a.dot(a);
    spread.forEach((b) => {
      squares += a.dot(b) ** 2;
    });
  });
  return { se: Math.sqrt(variance), df: trace ** 2 / squares };
}

describe("cluster-robust standard errors", () => {
  const powers: [ClusterCovariance, number][] = [
    ["CR0", 0],
    ["CR2", -0.5],
    ["CR3", -1],
  ];
  it.each(powers)("%s in parameter dimensions equals its n x n definition", (covariance, power) => {
    for (const seed of [1, 2, 3]) {
      const rows = children(9, 3, seed);
      const contrast = { trial: 1, x: 0.3 };
      const fast = expectValue(
        clusterRobust({ columns, clusters: sufficientStatistics(rows), contrast, covariance }),
      );
      const slow = direct(rows, [0, 1, 0.3], power);
      expect(fast.se).toBeCloseTo(slow.se, 10);
      expect(fast.df).toBeCloseTo(slow.df, 8);
    }
  });

  it("uses the pseudo-inverse root when a cluster has its own dummy", () => {
    const dummies = ["LA0", "LA1", "LA2", "LA3", "LA4", "LA5", "LA6", "LA7"];
    const rows = children(9, 3, 5).map(({ cluster, x, y }, i) => ({
      cluster,
      x: [1, cluster < "LA3" && i % 2 === 0 ? 1 : 0, ...dummies.map((d) => Number(d === cluster))],
      y: y + x[2]!,
    }));
    const fast = expectValue(
      clusterRobust({
        columns: ["(Intercept)", "post", ...dummies],
        clusters: sufficientStatistics(rows),
        contrast: "post",
      }),
    );
    const slow = direct(rows, [0, 1, ...dummies.map(() => 0)], -0.5);
    expect(fast.se).toBeCloseTo(slow.se, 9);
    expect(fast.df).toBeCloseTo(slow.df, 6);
  });

  it("does not depend on the order of children or the units of a covariate", () => {
    const rows = children(12, 3, 4);
    const fit = (of: DesignRow[]) =>
      expectValue(
        clusterRobust({ columns, clusters: sufficientStatistics(of), contrast: "trial" }),
      );
    const one = fit(rows);
    const other = fit(
      [...rows].reverse().map((r) => ({ ...r, x: [1, r.x[1]!, 2000 + 9 * r.x[2]!] })),
    );
    expect(other.se).toBeCloseTo(one.se, 8);
    expect(other.df).toBeCloseTo(one.df, 6);
  });

  it("refuses one treated cluster, three comparison clusters, a dependent column, no residual", () => {
    const reason = (rows: DesignRow[], names = columns) =>
      clusterRobust({ columns: names, clusters: sufficientStatistics(rows), contrast: "trial" })
        .reason;
    expect(reason(children(10, 1, 1))).toBe("too_few_treated_clusters");
    expect(reason(children(6, 3, 1))).toBe("too_few_comparison_clusters");
    expect(reason(children(1, 1, 1))).toBe("too_few_clusters");
    const doubled = children(10, 3, 1).map((r) => ({ ...r, x: [...r.x, r.x[2]! * 2] }));
    expect(reason(doubled, [...columns, "twice"])).toBe("singular_design");
    expect(reason(children(10, 3, 1).map((r) => ({ ...r, y: r.x[1]! })))).toBe("zero_variance");
  });

  it("warns when fewer than four degrees of freedom are left", () => {
    const clusters = sufficientStatistics(children(9, 2, 1));
    const { df, warnings } = expectValue(clusterRobust({ columns, clusters, contrast: "trial" }));
    expect(df).toBeLessThan(4);
    expect(warnings).toEqual(["few_degrees_of_freedom"]);
  });

  it("names the columns of the design when a contrast asks for another", () => {
    const clusters = sufficientStatistics(children(9, 3, 1));
    expect(() => clusterRobust({ columns, clusters, contrast: "age" })).toThrow(
      "invalid contrast: age; the design has (Intercept), trial, x",
    );
  });

  it("rejects a true null at most 6% of the time with 3 treated of 15 clusters", () => {
    const replications = 3000;
    let rejected = 0;
    for (let i = 0; i < replications; i++) {
      const clusters = sufficientStatistics(children(15, 3, 1000 + i * 7919));
      const { p } = expectValue(clusterRobust({ columns, clusters, contrast: "trial" }));
      if (p < 0.05) rejected += 1;
    }
    expect(rejected / replications).toBeLessThan(0.06);
    expect(rejected / replications).toBeGreaterThan(0.005);
  });

  it("needs no more memory or time for a hundred thousand children than their moments", () => {
    const clusters = sufficientStatistics(children(150, 3, 9)).map((m) => ({
      ...m,
      n: m.n * 100,
      xtx: m.xtx.map((row) => row.map((value) => value * 100)),
      xty: m.xty.map((value) => value * 100),
      yty: m.yty * 100,
    }));
    const { n, se } = expectValue(clusterRobust({ columns, clusters, contrast: "trial" }));
    expect(n).toBeGreaterThan(100_000);
    expect(se).toBeGreaterThan(0);
  });

  it("is never surer than independent rows are, where it is told so: clusters that lie together by chance", () => {
    // Every cluster has the mean of its side to the last digit, so between them nothing varies.
    const rows = Array.from({ length: 8 }, (_, g) =>
      [-3, 0, 3].map((away) => ({
        cluster: `LA${g}`,
        x: [1, g < 3 ? 1 : 0],
        y: (g < 3 ? -5 : -4) + away + g * 1e-6,
      })),
    ).flat();
    const clusters = sufficientStatistics(rows);
    const input = { columns: ["(Intercept)", "trial"], clusters, contrast: { trial: 1 } };
    expect(expectValue(clusterRobust(input)).se).toBeLessThan(1e-5);
    const besides = 0.25;
    const { se, ci, df, estimate } = expectValue(
      clusterRobust({ ...input, atLeastIndependent: { besides } }),
    );
    // Two samples of 9 and 15 with squares of 54 and 90 about their means: Student's pooled variance.
    const pooled = (54 + 90) / (24 - 2);
    expect(se).toBeCloseTo(Math.sqrt(pooled * (1 / 9 + 1 / 15) + besides), 5);
    expect(ci.hi - estimate).toBeCloseTo(tCritical(0.95, df) * se, 10);
  });

  it("leaves a larger error of clusters as it is", () => {
    const clusters = sufficientStatistics(children(10, 5, 7));
    const input = { columns, clusters, contrast: { trial: 1 } };
    expect(clusterRobust({ ...input, atLeastIndependent: { besides: 0 } })).toEqual(
      clusterRobust(input),
    );
  });
});
