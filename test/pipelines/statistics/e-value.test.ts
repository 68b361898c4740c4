import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eValue, eValueOfDifference } from "../../../pipelines/statistics/e-value.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

describe("E-value", () => {
  it("is 7.26 for the published risk ratio of 3.9, and 3.0 for the lower end 1.8", () => {
    // VanderWeele & Ding 2017, maternal smoking example: 3.9 (95% CI 1.8 to 8.7).
    expect(eValue(3.9)).toBeCloseTo(7.26, 2);
    expect(eValue(1.8)).toBeCloseTo(3.0, 2);
  });

  it("is the same for a ratio and its inverse, and 1 for no effect", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 20, noNaN: true }), (ratio) => {
        expect(eValue(ratio)).toBeCloseTo(eValue(1 / ratio), 8);
      }),
    );
    expect(eValue(1)).toBe(1);
  });

  it("of a difference grows with it, and is 1 for an interval that holds nothing", () => {
    const small = expectValue(eValueOfDifference(0.2, 0.3));
    const large = expectValue(eValueOfDifference(-1, 0.3));
    expect(large.point).toBeGreaterThan(small.point);
    expect(small.interval).toBe(1);
    expect(large.interval).toBeGreaterThan(1);
    expect(large.interval).toBeLessThan(large.point);
    expect(eValueOfDifference(Number.NaN, 1).reason).toBe("invalid_input");
  });
});
