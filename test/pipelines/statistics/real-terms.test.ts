import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  discountFactor,
  growthSplit,
  realTerms,
  yearlyGrowth,
} from "../../../pipelines/statistics/real-terms.ts";

const index = new Map([
  ["2020-21", 90],
  ["2024-25", 100],
]);

describe("real terms", () => {
  it("takes 1.2m at index 90 to 1.333m, worth 1.203m three years on", () => {
    const real = realTerms(1.2, "2020-21", "2024-25", index)!;
    expect(real).toBeCloseTo(1.3333, 4);
    expect(real * discountFactor(3)).toBeCloseTo(1.203, 3);
  });

  it("has no answer for a year without an index", () => {
    expect(realTerms(1, "2019-20", "2024-25", index)).toBeNull();
    expect(realTerms(1, "2020-21", "2025-26", index)).toBeNull();
    expect(yearlyGrowth(0, 5, 2)).toBeNull();
  });

  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });

  it("splits growth exactly into volume and price, and turns signs with the years", () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (n0, p0, n1, p1) => {
        const [a, b] = [
          { volume: n0, unitCost: p0 },
          { volume: n1, unitCost: p1 },
        ];
        const { volume, price } = growthSplit(a, b);
        const change = n1 * p1 - n0 * p0;
        expect(Math.abs(volume + price - change)).toBeLessThanOrEqual(
          // The halves of a split may be far larger than what they add up to.
          1e-12 * (n0 + n1) * (p0 + p1) + 1e-9,
        );
        expect(growthSplit(b, a).price).toBeCloseTo(-price, 3);
      }),
    );
  });

  it("only rescales when the base year changes", () => {
    fc.assert(
      fc.property(amount, (value) => {
        const own = realTerms(value, "2020-21", "2020-21", index)!;
        expect(own).toBeCloseTo(value, 6);
        expect(realTerms(value, "2020-21", "2024-25", index)! * 90).toBeCloseTo(own * 100, 2);
      }),
    );
  });
});
