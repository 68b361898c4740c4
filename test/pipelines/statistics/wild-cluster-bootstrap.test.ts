import { describe, expect, it } from "vitest";
import { sufficientStatistics } from "../../../pipelines/statistics/cluster-moments.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  wildClusterBootstrap,
  wildClusterInterval,
} from "../../../pipelines/statistics/wild-cluster-bootstrap.ts";

function input(clusters: number, treated: number) {
  const random = uniforms(clusters);
  const rows = Array.from({ length: clusters * 8 }, (_, i) => ({
    cluster: `LA${i % clusters}`,
    x: [1, i % clusters < treated ? 1 : 0],
    y: random() + (i % clusters) / 20,
  }));
  const columns = ["(Intercept)", "trial"];
  return { columns, clusters: sufficientStatistics(rows), coefficient: "trial" };
}

describe("restricted wild cluster bootstrap", () => {
  it("counts the identity and its negative, so p is at least 2 / 2^G", () => {
    const test = expectValue(wildClusterBootstrap({ ...input(8, 3), nullValue: 1e6 }));
    expect(test).toMatchObject({ draws: 256, exact: true, smallestP: 2 / 256 });
    expect(test.p).toBeGreaterThanOrEqual(2 / 256);
  });

  it("gives p of 1 at the estimate, and rejects outside its own interval only", () => {
    const { lo, hi } = expectValue(wildClusterInterval(input(9, 4)));
    const p = (nullValue: number) =>
      expectValue(wildClusterBootstrap({ ...input(9, 4), nullValue })).p;
    expect(p((lo + hi) / 2)).toBeGreaterThan(0.05);
    expect(p(lo - 0.01)).toBeLessThanOrEqual(0.05);
    expect(p(hi + 0.01)).toBeLessThanOrEqual(0.05);
  });

  it("draws seeded signs above twelve clusters, the same each time", () => {
    const once = expectValue(wildClusterBootstrap(input(14, 5)));
    expect(once).toMatchObject({ draws: 9999, exact: false });
    expect(wildClusterBootstrap(input(14, 5)).value).toEqual(once);
  });

  it("refuses two treated clusters", () => {
    expect(wildClusterBootstrap(input(9, 2)).reason).toBe("too_few_treated_clusters");
  });
});
