import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trendBend } from "../../../pipelines/statistics/trend-bend.ts";

describe("how far trends would have to bend", () => {
  it("is the effect over what the largest past step, kept up, would add", () => {
    // Past steps 1 and 2; gaps after lie 6 and 6 above the last before: 6 / (2 * mean(1, 2)) = 2.
    expect(trendBend([0, 1, 3, 9, 9], 3)).toBeCloseTo(2, 12);
  });

  it("is 1 where the largest past step simply went on, whatever the scale and the level", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        (step, level) => {
          const gaps = [0, 1, 2, 3, 4, 5].map((i) => level + step * i);
          expect(trendBend(gaps, 3)).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it("is not given without two periods before, without any after, or with a flat past", () => {
    expect(trendBend([1, 2, 3], 1)).toBeNull();
    expect(trendBend([1, 2, 3], 3)).toBeNull();
    expect(trendBend([1, 1, 5], 2)).toBeNull();
  });
});
