import { describe, expect, it } from "vitest";
import { betweenVariance } from "../../../pipelines/statistics/between-variance.ts";
import { metaAnalysis, pooledEffect } from "../../../pipelines/statistics/meta-analysis.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const three = [
  { estimate: -0.4, se: 0.1 },
  { estimate: -0.1, se: 0.12 },
  { estimate: -0.25, se: 0.15 },
];

describe("pooling authorities", () => {
  it("gives the worked example: z excludes 0 and Hartung-Knapp does not", () => {
    const z = expectValue(metaAnalysis(three, { between: "DL", hartungKnapp: false }));
    const hk = expectValue(metaAnalysis(three, { between: "DL" }));
    expect(z.tau2).toBeCloseTo(0.0126652452, 9);
    expect([z.ci.lo, z.ci.hi]).toEqual([
      expect.closeTo(-0.4471219, 6),
      expect.closeTo(-0.0725282, 6),
    ]);
    expect([hk.ci.lo, hk.ci.hi]).toEqual([
      expect.closeTo(-0.6513487, 6),
      expect.closeTo(0.1316986, 6),
    ]);
  });

  it("publishes the wider interval when the authorities agree by luck", () => {
    const agreeing = [-0.3, -0.301, -0.302].map((estimate) => ({ estimate, se: 0.2 }));
    const { published, normal, hartungKnapp } = expectValue(pooledEffect(agreeing));
    expect(published).toBe("normal");
    expect(normal.ci.hi).toBeGreaterThan(hartungKnapp.ci.hi);
    expect(expectValue(pooledEffect(three)).published).toBe("hartungKnapp");
  });

  it("has no variation between authorities when they differ less than chance allows", () => {
    const agreeing = [1, 1.01, 0.99].map((estimate) => ({ estimate, se: 0.5 }));
    for (const method of ["DL", "REML", "PM"] as const) {
      expect(expectValue(betweenVariance(agreeing, method))).toBeCloseTo(0, 8);
    }
  });

  it("refuses a single authority, a standard error of zero, and identical estimates under HK", () => {
    expect(metaAnalysis(three.slice(0, 1)).reason).toBe("below_minimum_size");
    expect(metaAnalysis([...three, { estimate: 0, se: 0 }]).reason).toBe("invalid_input");
    const same = [1, 1, 1].map((estimate) => ({ estimate, se: 0.5 }));
    expect(metaAnalysis(same).reason).toBe("zero_variance");
  });
});
