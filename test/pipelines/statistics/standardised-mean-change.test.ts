import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanInterval } from "../../../pipelines/statistics/mean-interval.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  changeScoreEffect,
  hedgesG,
  prePostControlEffect,
  standardisedMeanChange,
} from "../../../pipelines/statistics/standardised-mean-change.ts";

const pairs = { n: 20, meanPre: 52, meanPost: 46, sdPre: 12, r: 0.6 };

describe("standardised mean change", () => {
  it("gives the worked example: n 20, 52 to 46, SD 12, r .6", () => {
    const { g, variance, ci } = expectValue(standardisedMeanChange(pairs));
    expect(g).toBeCloseTo(-0.4799551765, 9);
    expect(variance).toBeCloseTo(0.0457589243, 9);
    expect([ci.lo, ci.hi]).toEqual([
      expect.closeTo(-0.8992176519, 9),
      expect.closeTo(-0.060692701, 9),
    ]);
  });

  it("flips sign when pre and post swap", () => {
    const swapped = { ...pairs, meanPre: 46, meanPost: 52 };
    const forward = expectValue(standardisedMeanChange(pairs));
    expect(expectValue(standardisedMeanChange(swapped)).g).toBeCloseTo(-forward.g, 12);
  });

  it("does not depend on the units of the score", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (scale) => {
        const scaled = {
          ...pairs,
          meanPre: pairs.meanPre * scale,
          meanPost: pairs.meanPost * scale,
          sdPre: pairs.sdPre * scale,
        };
        const { g, variance } = expectValue(standardisedMeanChange(scaled));
        const plain = expectValue(standardisedMeanChange(pairs));
        expect(g).toBeCloseTo(plain.g, 10);
        expect(variance).toBeCloseTo(plain.variance, 10);
      }),
    );
  });

  it("is zero between two arms that changed alike", () => {
    expect(expectValue(prePostControlEffect(pairs, pairs)).g).toBe(0);
  });

  it("refuses fewer than four pairs and a baseline that does not vary", () => {
    expect(standardisedMeanChange({ ...pairs, n: 3 }).reason).toBe("below_minimum_size");
    expect(standardisedMeanChange({ ...pairs, sdPre: 0 }).reason).toBe("zero_variance");
    expect(changeScoreEffect(10, 2, 0).reason).toBe("zero_variance");
    const one = { n: 1, mean: 3, sd: Number.NaN };
    expect(hedgesG(one, one).reason).toBe("below_minimum_size");
  });
});

describe("interval for a mean", () => {
  it("is Student's t: n 16, mean 10, SD 4 gives 7.87 to 12.13", () => {
    const { ci, se } = expectValue(meanInterval(16, 10, 4));
    expect(se).toBe(1);
    expect(ci.lo).toBeCloseTo(10 - 2.131449545559323, 10);
  });

  it("refuses fewer pairs than the minimum: ten for a group, twenty for a setting", () => {
    expect(meanInterval(9, 1, 1).reason).toBe("below_minimum_size");
    expect(meanInterval(19, 1, 1, { minimum: 20 }).reason).toBe("below_minimum_size");
    expect(meanInterval(20, 1, 0).reason).toBe("zero_variance");
  });
});
