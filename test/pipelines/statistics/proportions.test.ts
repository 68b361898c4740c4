import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clopperPearson,
  newcombeDifference,
  wilson,
} from "../../../pipelines/statistics/proportions.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const counts = fc
  .integer({ min: 1, max: 500 })
  .chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) }));

describe("intervals for a proportion", () => {
  it("gives the worked example 3 of 20", () => {
    const { ci } = expectValue(wilson(3, 20));
    expect(ci.lo).toBeCloseTo(0.0523687459, 9);
    expect(ci.hi).toBeCloseTo(0.3604188647, 9);
    const exact = expectValue(clopperPearson(3, 20));
    expect(exact.ci.lo).toBeCloseTo(0.0320709372, 9);
    expect(exact.ci.hi).toBeCloseTo(0.3789268265, 9);
  });

  it("stays within 0 and 1, contains the share, and mirrors when events become non-events", () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(wilson, clopperPearson), ({ x, n }, interval) => {
        const { share, ci } = expectValue(interval(x, n));
        const mirror = expectValue(interval(n - x, n)).ci;
        expect(ci.lo).toBeGreaterThanOrEqual(0);
        expect(ci.hi).toBeLessThanOrEqual(1);
        expect(ci.lo).toBeLessThanOrEqual(share);
        expect(ci.hi).toBeGreaterThanOrEqual(share);
        expect(mirror.hi).toBeCloseTo(1 - ci.lo, 10);
      }),
    );
  });

  it("flips the difference when the two areas swap", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const one = expectValue(newcombeDifference(a, b));
        const other = expectValue(newcombeDifference(b, a));
        expect(other.difference).toBeCloseTo(-one.difference, 12);
        expect(other.ci.lo).toBeCloseTo(-one.ci.hi, 12);
      }),
    );
  });

  it("refuses a denominator of zero and more events than children", () => {
    expect(wilson(0, 0).reason).toBe("below_minimum_size");
    expect(clopperPearson(5, 4).reason).toBe("invalid_input");
  });
});
