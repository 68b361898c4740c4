import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairedOrdinal } from "../../../pipelines/statistics/paired-ordinal.ts";
import { reliableChange } from "../../../pipelines/statistics/rci.ts";
import {
  kelleyTrueScore,
  regressionToMean,
} from "../../../pipelines/statistics/regression-to-mean.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { signedRank } from "../../../pipelines/statistics/signed-rank.ts";
import { squareTable, stuartMaxwell } from "../../../pipelines/statistics/square-table.ts";

describe("paired ordinal change", () => {
  it("gives the worked example", () => {
    const changes = [-2, -1, -1, 0, 1, -3, -1, 0, -2, 1];
    const pairs = changes.map((change) => ({ pre: 3, post: 3 + change }));
    const { wilcoxon, hodgesLehmann, signP } = expectValue(pairedOrdinal(pairs));
    expect(wilcoxon.v).toBe(6);
    const plain = signedRank(changes, false);
    expect(plain.z).toBeCloseTo(-1.7253243713, 9);
    expect(plain.p).toBeCloseTo(0.0844690323, 9);
    expect(wilcoxon.p).toBeGreaterThan(plain.p);
    expect([hodgesLehmann, signP]).toEqual([-1, expect.closeTo(0.2890625, 10)]);
  });

  it("flips signs and keeps p when before and after swap", () => {
    const level = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.record({ pre: level, post: level }), { minLength: 1 }), (pairs) => {
        const one = expectValue(pairedOrdinal(pairs));
        const swapped = pairs.map(({ pre, post }) => ({ pre: post, post: pre }));
        const other = expectValue(pairedOrdinal(swapped));
        expect(other.hodgesLehmann).toBeCloseTo(-one.hodgesLehmann, 12);
        expect(other.netFall).toBeCloseTo(-one.netFall, 12);
        expect(other.wilcoxon.p).toBeCloseTo(one.wilcoxon.p, 12);
      }),
    );
  });

  it("gives p of 1 when nobody moved, and refuses a singular Stuart-Maxwell", () => {
    const still = [1, 1, 2].map((value) => ({ pre: value, post: value }));
    expect(expectValue(pairedOrdinal(still))).toMatchObject({ signP: 1, wilcoxon: { p: 1 } });
    const table = squareTable([1, 1, 2], [1, 1, 2], [0, 1, 2]);
    expect(stuartMaxwell(table).reason).toBe("singular_design");
  });
});

describe("reliable change", () => {
  const input = {
    pairs: [{ pre: 32.5, post: 47.5 }],
    reliability: 0.8,
    sdPre: 7.5,
    direction: "higher_is_better" as const,
  };

  it("gives Jacobson and Truax's published index of 3.16", () => {
    const { children, threshold } = expectValue(reliableChange(input));
    expect(children[0]).toMatchObject({ rci: expect.closeTo(3.1622776602, 9), clinical: null });
    expect(threshold).toBeCloseTo(9.2970963209, 9);
  });

  it("calls a child recovered only on crossing c, from a baseline short of it", () => {
    const norm = { mean: 60, sd: 7.5 };
    const classOf = (pre: number, post: number) =>
      expectValue(reliableChange({ ...input, pairs: [{ pre, post }], norm, sdPre: 7.5 }))
        .children[0]!.clinical;
    expect(classOf(40, 55)).toBe("recovered");
    expect(classOf(40, 50)).toBe("improved");
    expect(classOf(70, 85)).toBe("improved");
    expect(classOf(60, 45)).toBe("deteriorated");
  });

  it("leaves a child without follow-up unclassed, and refuses a reliability of 1", () => {
    const pairs = [...input.pairs, { pre: 30, post: null }];
    expect(expectValue(reliableChange({ ...input, pairs })).children[1]!.reliable).toBeNull();
    expect(reliableChange({ ...input, reliability: 1 }).reason).toBe("zero_variance");
    expect(reliableChange({ ...input, reliabilityPairs: 29 }).reason).toBe("below_minimum_size");
  });
});

describe("regression to the mean", () => {
  const population = { mean: 60, sd: 15, retest: 0.5 };

  it("gives the worked example: +13.49 below 40, and 47.5 behind a 35", () => {
    expect(expectValue(regressionToMean(population, 40, "below")).change).toBeCloseTo(
      13.486011521,
      8,
    );
    expect(kelleyTrueScore(population, 35).score).toBe(47.5);
  });

  it("vanishes as the retest correlation reaches 1 and shrinks with more baselines", () => {
    const change = (retest: number, baselines = 1) =>
      expectValue(regressionToMean({ ...population, retest }, 75, "above", baselines)).change;
    expect(change(1)).toBe(0);
    const changes = [0.2, 0.5, 0.9, 0.99].map((retest) => -change(retest));
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    expect(-change(0.5, 3)).toBeLessThan(-change(0.5));
  });
});
