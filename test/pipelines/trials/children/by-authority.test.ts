import { describe, expect, it } from "vitest";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import {
  type AuthorityMean,
  authorityMeans,
  permutation,
  randomEffects,
  resampled,
} from "../../../../pipelines/trials/children/by-authority.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";

/** Authorities whose true means lie `between` apart (SD), children 8 points about them. */
function authorities(effect: number, between: number, seed: number, each = 3): AuthorityMean[] {
  const random = randomOf(seed, each);
  return Array.from({ length: 2 * each }, (_, i) => {
    const isTrial = i < each;
    const n = random.whole(60, 300);
    const mean =
      (isTrial ? effect : 0) + between * random.normal() + (8 / Math.sqrt(n)) * random.normal();
    return { isTrial, n, mean, variance: 64 };
  });
}

describe("authorities as the units of a comparison", () => {
  it("takes means and variances from the sums of children", () => {
    const values = [1, 4, 7, -2];
    const [one, other] = [values.slice(0, 1), values.slice(1)].map((own) => ({
      ...{
        authority_code: "a",
        instrument: own.length > 1 ? "x" : "y",
        version: "1",
        isTrial: true,
      },
      n: own.length,
      y: own.reduce((a, b) => a + b, 0),
      yy: own.reduce((a, b) => a + b * b, 0),
      ...{ f: 0, ff: 0, fy: 0, moved: own.length, as_of: "2026-01-01" },
    }));
    const [found] = authorityMeans([one!, other!]);
    expect(found).toEqual({ isTrial: true, n: 4, mean: 2.5, variance: 15 });
  });

  it("is resampled only where there are as many on each side as it was measured to hold for, and then finds what is plain", () => {
    const clusters = (each: number, effect: number) =>
      authorities(effect, 2, 5, each).map(({ isTrial, n, mean, variance }, i) => {
        const t = Number(isTrial);
        const xtx = [
          [n, t * n],
          [t * n, t * n],
        ];
        const yty = (n - 1) * variance + n * mean ** 2;
        return { id: `${i}`, n, xtx, xty: [n * mean, t * n * mean], yty };
      });
    const of = (each: number, effect: number) =>
      resampled(["intercept", "trial"], clusters(each, effect));
    const fewest = rule("fewest_bootstrap_authorities");
    expect(of(fewest - 1, -9).reason).toBe("too_few_treated_clusters");
    expect(of(fewest, -9).value!.p).toBeLessThan(0.01);
    expect(of(fewest, 0).value!.p).toBeGreaterThan(0.05);
    expect(of(fewest, -9).value!.smallest).toBeCloseTo(1e-4, 6);
  });

  it("says that three of six can show no less than 10 in 100, and gives that for the clearest case", () => {
    const clear = [-9, -8, -7, 0, 1, 2].map((mean, i) => ({ isTrial: i < 3, mean }));
    expect(permutation(clear).value).toEqual({ p: 0.1, smallest: 0.1 });
    const mixed = [-9, 1, 2, 0, -8, -7].map((mean, i) => ({ isTrial: i < 3, mean }));
    expect(permutation(mixed).value!.p).toBeGreaterThan(0.5);
    expect(permutation(clear.slice(2)).reason).not.toBeNull();
  });

  it("holds the planted difference about as often as it says, whether authorities differ or not", () => {
    for (const between of [0, 2]) {
      const runs = 400;
      let [held, next, sum] = [0, 0, 0];
      for (let seed = 1; seed <= runs; seed++) {
        const { ci, estimate, next: of } = randomEffects(authorities(-3, between, seed)).value!;
        held += Number(ci.lo <= -3 && -3 <= ci.hi);
        sum += estimate;
        const another = -3 + between * randomOf(seed, 99).normal();
        next += Number(of.lo <= another && another <= of.hi);
      }
      expect(held / runs, `between ${between}`).toBeGreaterThan(0.92);
      expect(next / runs, `next, between ${between}`).toBeGreaterThan(0.92);
      expect(sum / runs).toBeCloseTo(-3, 0);
    }
  });

  it("refuses fewer than two trial or three comparison authorities", () => {
    const some = authorities(0, 1, 1);
    expect(randomEffects(some.slice(2)).reason).toBe("too_few_treated_clusters");
    expect(randomEffects(some.slice(0, 5)).reason).toBe("too_few_comparison_clusters");
  });
});
