import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GrowthRow, growth } from "../../../pipelines/statistics/growth.ts";
import { mean } from "../../../pipelines/statistics/moments.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

/** Children with their own level and slope, seen `waves` times a year apart. */
function children(seed: number, { n = 40, waves = 4, slopeSpread = 4 } = {}): GrowthRow[] {
  const random = uniforms(seed);
  return Array.from({ length: n }, (_, c) => c).flatMap((c) => {
    const level = 50 + 20 * (random() - 0.5);
    const slope = -2 - (c % 2) + slopeSpread * (random() - 0.5);
    return Array.from({ length: waves }, (_, years) => ({
      child: `c${c}`,
      years,
      trial: c % 2 === 1,
      score: level + slope * years + 4 * (random() - 0.5),
    }));
  });
}

describe("the growth model", () => {
  it("gives the difference in mean yearly change when all children are seen at the same times", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const rows = children(seed);
        const { randomSlope } = expectValue(growth(rows));
        const slopes = (trial: boolean) =>
          Array.from({ length: 40 }, (_, c) => rows.filter(({ child }) => child === `c${c}`))
            .filter((own) => own[0]!.trial === trial)
            .map(
              (own) => own.reduce((sum, { years, score }) => sum + (years - 1.5) * score, 0) / 5,
            );
        const difference = mean(slopes(true)) - mean(slopes(false));
        expect(randomSlope.coefficients[3]!.estimate).toBeCloseTo(difference, 6);
      }),
      { numRuns: 5 },
    );
  });

  it("follows a change of units and a shift, and keeps the degrees of freedom", () => {
    const rows = children(3);
    const scaled = rows.map((row) => ({ ...row, score: 10 * row.score - 7 }));
    const [a, b] = [rows, scaled].map((of) => expectValue(growth(of)));
    expect(b!.slopeDifference.estimate).toBeCloseTo(10 * a!.slopeDifference.estimate, 4);
    expect(b!.slopeDifference.se).toBeCloseTo(10 * a!.slopeDifference.se, 4);
    expect(b!.slopeDifference.df / a!.slopeDifference.df).toBeCloseTo(1, 3);
    expect(b!.slopeVariance.p).toBeCloseTo(a!.slopeVariance.p, 6);
    // Balanced data leave n - 2 degrees of freedom for a difference of two groups' mean slopes.
    expect(a!.slopeDifference.df).toBeCloseTo(38, 1);
  });

  it("falls back to the random intercept, with a warning, when no slope variance shows", () => {
    const rows = children(5, { slopeSpread: 0 }).map((row) => ({
      ...row,
      // Residuals cancel within a child's slope, so that slopes vary less than chance alone.
      score: row.score - (row.years - 1.5) * slopeOf(children(5, { slopeSpread: 0 }), row.child),
    }));
    const result = expectValue(growth(rows));
    expect(result.randomSlope.isSingular).toBe(true);
    expect(result.chosen).toBe("randomIntercept");
    expect(result.warnings).toEqual(["singular_random_slope"]);
    expect(result.slopeDifference).toBe(result.randomIntercept.coefficients[3]);
  });

  it("keeps children seen once, and refuses fewer than 30 seen twice or none seen three times", () => {
    const rows = children(7);
    const cut = rows.filter(({ child, years }) => child !== "c0" || years === 0);
    expect(expectValue(growth(cut)).singles).toBe(1);
    expect(growth(children(7, { n: 29 })).reason).toBe("below_minimum_size");
    expect(growth(children(7, { waves: 2 })).reason).toBe("below_minimum_size");
    const sameArm = rows.map((row) => ({ ...row, trial: true }));
    expect(growth(sameArm).reason).toBe("singular_design");
  });
});

function slopeOf(rows: readonly GrowthRow[], child: string): number {
  const own = rows.filter((row) => row.child === child);
  return own.reduce((sum, { years, score }) => sum + (years - 1.5) * score, 0) / 5;
}
