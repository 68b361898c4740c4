import { describe, expect, it } from "vitest";
import {
  lineLink,
  linkErrors,
  linkedChangeError,
  linkedMeanError,
  percentileLink,
} from "../../../pipelines/statistics/link-errors.ts";
import { mean, standardDeviation } from "../../../pipelines/statistics/moments.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import {
  type BridgePair,
  equipercentileSpan,
  linkStandardError,
} from "../../../pipelines/statistics/version-bridge.ts";

function children(n: number, seed: number): BridgePair[] {
  const random = uniforms(seed);
  return Array.from({ length: n }, () => {
    const old = Math.floor(20 * random());
    return { old, new: Math.min(40, 2 * old + Math.floor(5 * random())) };
  });
}
const scale = { min: 0, max: 44 };
const pairs = children(80, 3);

describe("errors of a link", () => {
  it("of a line are those of one score at a time", () => {
    const olds = [2, 9, 17];
    const errors = linkErrors(pairs, lineLink, olds);
    for (const [i, old] of olds.entries()) {
      expect(errors[i]).toBeCloseTo(linkStandardError(pairs, old).value!, 12);
    }
  });

  it("are about as large as the link differs between samples", () => {
    const links = Array.from({ length: 300 }, (_, i) =>
      percentileLink(children(80, 100 + i), scale)(9),
    );
    const [error] = linkErrors(pairs, (some) => percentileLink(some, scale), [9]);
    expect(error! / standardDeviation(links)).toBeGreaterThan(0.7);
    expect(error! / standardDeviation(links)).toBeLessThan(1.4);
    expect(Math.abs(mean(links) - 20)).toBeLessThan(1);
  });
});

describe("a percentile link prepared once", () => {
  it("puts every score in the middle of the span that the single score has", () => {
    const link = percentileLink(pairs, scale);
    for (const { old } of pairs) {
      const { lo, hi } = equipercentileSpan(pairs, scale, old);
      expect(link(old)).toBeCloseTo((lo + hi) / 2, 9);
    }
  });
});

describe("the error of a link", () => {
  it("adds to those of both readings of a child", () => {
    expect(linkedChangeError(3, 0)).toBeCloseTo(Math.SQRT2 * 3, 12);
    expect(linkedChangeError(3, 4)).toBeCloseTo(Math.sqrt(18 + 16), 12);
  });

  it("does not shrink with the number of children", () => {
    expect(linkedMeanError(10, 100, 0)).toBe(1);
    expect(linkedMeanError(10, 1e9, 2)).toBeCloseTo(2, 6);
  });
});
