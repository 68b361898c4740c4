import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shrink } from "../../../pipelines/statistics/eb-shrinkage.ts";
import { gammaPoisson, shrinkRates } from "../../../pipelines/statistics/rate-shrinkage.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const estimate = fc.record({
  estimate: fc.double({ min: -10, max: 10, noNaN: true }),
  se: fc.double({ min: 0.2, max: 4, noNaN: true }),
});

describe("empirical-Bayes shrinkage", () => {
  it("gives the worked example", () => {
    const y = [-6, -1, -4, 0, -3];
    const se = [1, 0.8, 1.2, 0.9, 0.7];
    const units = y.map((value, i) => ({ estimate: value, se: se[i]! }));
    const { mean, tau2, units: shrunk } = expectValue(shrink(units, "DL"));
    expect([mean, tau2]).not.toContain(Number.NaN);
    shrunk.forEach((unit, i) => {
      expect(Math.abs(unit.estimate - mean)).toBeLessThanOrEqual(Math.abs(y[i]! - mean) + 1e-12);
    });
  });

  it("lies between a unit's own estimate and the mean, nearer the mean when less precise", () => {
    fc.assert(
      fc.property(fc.array(estimate, { minLength: 5, maxLength: 20 }), (units) => {
        const result = shrink(units, "DL");
        const { mean, units: shrunk } = expectValue(result);
        shrunk.forEach(({ estimate: eb }, i) => {
          const own = units[i]!.estimate;
          expect(eb).toBeGreaterThanOrEqual(Math.min(own, mean) - 1e-9);
          expect(eb).toBeLessThanOrEqual(Math.max(own, mean) + 1e-9);
        });
        const order = units.map((_, i) => i).sort((a, b) => units[a]!.se - units[b]!.se);
        const weights = order.map((i) => shrunk[i]!.weight);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
      }),
    );
  });

  it("says so when there is no true variation, and leaves fewer than five units alone", () => {
    const alike = Array.from({ length: 6 }, (_, i) => ({ estimate: 1 + i / 100, se: 2 }));
    expect(shrink(alike, "DL").value).toMatchObject({ tau2: 0, noDetectableVariation: true });
    expect(shrink(alike.slice(0, 4)).reason).toBe("below_minimum_size");
    const counts = Array.from({ length: 8 }, () => ({ events: 10, population: 100 }));
    expect(expectValue(gammaPoisson(counts)).isBoundary).toBe(true);
    expect(expectValue(shrinkRates(counts)).rates).toEqual(counts.map(() => 0.1));
  });
});
