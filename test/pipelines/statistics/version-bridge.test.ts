import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  type BridgePair,
  bridgeScore,
  equipercentileSpan,
  linkStandardError,
  versionLink,
} from "../../../pipelines/statistics/version-bridge.ts";

/** Old scores about 18 with SD 6, new ones about 25 with SD 9, exactly. */
const worked: BridgePair[] = Array.from({ length: 51 }, (_, i) => i - 25).map((i) => {
  const unit = i / Math.sqrt((25 * 26 * 51) / 3 / 50);
  return { old: 18 + 6 * unit, new: 25 + 9 * unit };
});

const pairs = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 60, maxLength: 120 });
const scale = { min: 0, max: 40 };

describe("the version bridge", () => {
  it("takes an old 20 to a new 28 in the worked example", () => {
    const { slope, intercept, r } = expectValue(versionLink(worked));
    expect([slope, intercept, r]).toEqual([1.5, -2, 1].map((value) => expect.closeTo(value, 10)));
    expect(expectValue(bridgeScore(worked, { min: 0, max: 60 }, 20)).linear).toBeCloseTo(28, 10);
  });

  it("leaves scores alone when both versions are the same", () => {
    fc.assert(
      fc.property(pairs, (scores) => {
        fc.pre(new Set(scores).size > 1);
        const same = scores.map((score) => ({ old: score, new: score }));
        const bridged = expectValue(bridgeScore(same, scale, scores[0]!));
        expect(bridged.linear).toBeCloseTo(scores[0]!, 9);
        expect(bridged.equipercentile).toBeCloseTo(scores[0]!, 9);
      }),
      { numRuns: 40 },
    );
  });

  it("never turns the order of scores around", () => {
    fc.assert(
      fc.property(pairs, (scores) => {
        const linked = scores.map((score, i) => ({
          old: score,
          new: Math.max(0, score + (i % 5)),
        }));
        const spans = [...new Set(scores)]
          .sort((a, b) => a - b)
          .map((score) => equipercentileSpan(linked, scale, score));
        spans.slice(1).forEach((span, i) => {
          expect(span.lo).toBeGreaterThanOrEqual(spans[i]!.lo);
          expect(span.hi).toBeGreaterThanOrEqual(spans[i]!.hi);
          expect(span.hi).toBeGreaterThanOrEqual(span.lo);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("leaves a span open where no child has a new score, and takes its middle", () => {
    const gap = Array.from({ length: 60 }, (_, i) => ({
      old: i < 30 ? 0 : 2,
      new: i < 30 ? 0 : 10,
    }));
    expect(equipercentileSpan(gap, scale, 1)).toEqual({ lo: 0.5, hi: 9.5 });
    expect(expectValue(bridgeScore(gap, scale, 1)).equipercentile).toBe(5);
  });

  it("refuses a weak link, a score outside those seen, few pairs and a constant score", () => {
    const weak = worked.map((pair, i) => ({ ...pair, new: (i * 7) % 11 }));
    expect(bridgeScore(weak, scale, 18).reason).toBe("not_linkable");
    expect(expectValue(versionLink(weak)).isLinkable).toBe(false);
    expect(bridgeScore(worked, scale, 40).reason).toBe("outside_observed_range");
    expect(versionLink(worked.slice(0, 9)).reason).toBe("below_minimum_size");
    expect(versionLink(worked.map(({ old }) => ({ old, new: 3 }))).reason).toBe("zero_variance");
  });

  it("has a linear answer only, below fifty pairs", () => {
    const few = worked.slice(0, 49);
    expect(expectValue(bridgeScore(few, scale, 18)).equipercentile).toBeNull();
  });

  it("carries an error of the link that a seed repeats", () => {
    const noisy = worked.map((pair, i) => ({ ...pair, new: pair.new + (i % 3) }));
    const se = expectValue(linkStandardError(noisy, 20));
    expect(se).toBeGreaterThan(0.02);
    expect(se).toBeLessThan(0.5);
    expect(expectValue(linkStandardError(noisy, 20))).toBe(se);
  });
});
