import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attrition } from "../../../pipelines/statistics/attrition.ts";
import { logisticModel } from "../../../pipelines/statistics/logistic-regression.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const group = (b: number, seen: number, change: number) =>
  Array.from({ length: 10 }, (_, i) => ({
    trial: i % 2 === 0,
    change: i < seen ? change : null,
    covariates: [b],
  }));

describe("attrition", () => {
  it("weights the worked example from -2.8 to -1.0, effective size 6.4 of 10", () => {
    const result = expectValue(attrition([...group(0, 8, -4), ...group(1, 2, 2)], ["b"]));
    expect(result.completeCase).toBeCloseTo(-2.8, 10);
    expect(result.weightedMean).toBeCloseTo(-1, 8);
    expect(result.effectiveSize).toBeCloseTo(6.4, 8);
    expect(result.bounds).toEqual({ lowest: -3.4, highest: -0.4 });
    expect(result.tippingChange).toBeCloseTo(2.8, 10);
    expect(result.warnings).toContain("low_follow_up");
  });

  it("is unweighted when every child is seen", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 10 }), (changes) => {
        const children = changes.map((change, i) => ({
          trial: i % 2 === 0,
          change,
          covariates: [i],
        }));
        const result = expectValue(attrition(children, ["x"]));
        expect(result.weightedMean).toBeCloseTo(result.completeCase, 10);
        expect(result.trimmedMean).toBeCloseTo(result.completeCase, 10);
        expect(result.bounds.lowest).toBeCloseTo(result.completeCase, 10);
        expect([result.retention, result.tippingChange]).toEqual([null, null]);
        expect(result.warnings).toEqual([]);
      }),
    );
  });

  it("keeps the weighted mean within its bounds, and balances what it weights on", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = uniforms(seed);
        const children = Array.from({ length: 80 }, (_, i) => {
          const x = random() * 4;
          const change = random() < 0.9 - 0.1 * x ? x - 4 + random() : null;
          return { trial: i % 2 === 0, change, covariates: [x] };
        });
        const result = expectValue(attrition(children, ["x"]));
        const seen = children.flatMap(({ change }) => change ?? []);
        expect(result.weightedMean).toBeGreaterThanOrEqual(Math.min(...seen));
        expect(result.weightedMean).toBeLessThanOrEqual(Math.max(...seen));
        expect(Math.abs(result.balance[0]!.weighted!)).toBeLessThan(0.4);
        expect(result.effectiveSize).toBeLessThanOrEqual(result.seen + 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it("refuses few children, and a covariate that tells who is seen", () => {
    expect(attrition(group(0, 8, 1), []).reason).toBe("below_minimum_size");
    const told = [...group(0, 10, 1), ...group(1, 0, 1)];
    expect(attrition(told, ["b"]).reason).toBe("separation");
    const same = [...group(2, 8, -4), ...group(2, 5, 1)];
    expect(attrition(same, ["b"]).reason).toBe("singular_design");
  });
});

describe("logistic regression", () => {
  it("finds the log odds of a two by two table, and refuses an outcome without variation", () => {
    const x = [0, 0, 0, 0, 1, 1, 1, 1].map((exposed) => [1, exposed]);
    const outcome = [true, false, false, false, true, true, true, false];
    const { coefficients, se } = expectValue(logisticModel(x, outcome));
    expect(coefficients[1]).toBeCloseTo(Math.log(9), 10);
    expect(se[1]).toBeCloseTo(Math.sqrt(1 / 1 + 1 / 3 + 1 / 3 + 1), 9);
    expect(logisticModel(x, outcome.fill(true)).reason).toBe("no_variation");
  });
});
