import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanInterval } from "../../../pipelines/statistics/mean-interval.ts";
import { mean, standardDeviation } from "../../../pipelines/statistics/moments.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { reweightedMean } from "../../../pipelines/statistics/reweighted-mean.ts";

function cohort(seed: number, n: number, keep: (x: number) => number) {
  const random = uniforms(seed);
  return Array.from({ length: n }, (_, i) => {
    const x = 2 * random() - 1;
    const change = random() < keep(x) ? 3 * x - 2 + random() : null;
    return { trial: i % 2 === 0, change, covariates: [x] };
  });
}

describe("re-weighted mean", () => {
  it("is Student's interval of the plain mean when every child is seen", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const children = cohort(seed, 220, () => 1);
        const changes = children.map(({ change }) => change!);
        const plain = expectValue(meanInterval(220, mean(changes), standardDeviation(changes)));
        const found = expectValue(reweightedMean(children, ["x"]));
        expect(found.mean).toBeCloseTo(plain.mean, 10);
        expect(found.ci.lo).toBeCloseTo(plain.ci.lo, 10);
        expect(found.ci.hi).toBeCloseTo(plain.ci.hi, 10);
      }),
      { numRuns: 20 },
    );
  });

  it("does not hang on the order of the children, and flips with the sign of the scale", () => {
    const children = cohort(5, 240, (x) => 0.8 - 0.3 * x);
    const found = expectValue(reweightedMean(children, ["x"]));
    const turned = expectValue(reweightedMean([...children].reverse(), ["x"]));
    const flipped = expectValue(
      reweightedMean(
        children.map((child) => ({
          ...child,
          change: child.change === null ? null : -child.change,
        })),
        ["x"],
      ),
    );
    expect(turned.mean).toBeCloseTo(found.mean, 10);
    expect(turned.se).toBeCloseTo(found.se, 10);
    expect(flipped.mean).toBeCloseTo(-found.mean, 10);
    expect(flipped.se).toBeCloseTo(found.se, 10);
  });

  it("moves towards the children who were lost", () => {
    // Those with a high x change upwards and are lost, so the seen are too low.
    const found = expectValue(
      reweightedMean(
        cohort(7, 400, (x) => 0.6 - 0.4 * x),
        ["x"],
      ),
    );
    expect(found.mean).toBeGreaterThan(found.attrition.completeCase + 0.3);
    expect(Math.abs(found.mean - -1.5)).toBeLessThan(3 * found.se);
  });

  it("refuses fewer than 200 children", () => {
    expect(
      reweightedMean(
        cohort(1, 199, () => 0.9),
        ["x"],
      ).reason,
    ).toBe("below_minimum_size");
  });
});
