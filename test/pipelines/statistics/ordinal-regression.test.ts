import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logisticModel } from "../../../pipelines/statistics/logistic-regression.ts";
import { ordinalRegression } from "../../../pipelines/statistics/ordinal-regression.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { superiority } from "../../../pipelines/statistics/superiority.ts";

function children(seed: number, top = 4) {
  const random = uniforms(seed);
  return Array.from({ length: 80 }, (_, i) => {
    const covariates = [random() * 4];
    const noise = Math.log(1 / (1 - random()) - 1);
    const trial = i % 2 === 0;
    const latent = covariates[0]! - Number(trial) - noise;
    return { trial, covariates, outcome: Math.max(0, Math.min(top, Math.round(latent))) };
  });
}

describe("proportional odds", () => {
  it("with two levels is logistic regression", () => {
    const two = children(3, 1);
    const { coefficients, proportionalOdds } = expectValue(ordinalRegression(two));
    const logistic = expectValue(
      logisticModel(
        two.map(({ trial, covariates }) => [1, Number(trial), ...covariates]),
        two.map(({ outcome }) => outcome === 1),
      ),
    );
    coefficients.forEach(({ estimate, se }, j) => {
      expect(estimate).toBeCloseTo(logistic.coefficients[j + 1]!, 7);
      expect(se).toBeCloseTo(logistic.se[j + 1]!, 7);
    });
    expect(proportionalOdds).toBeNull();
  });

  it("turns its signs around with the scale, and swaps the odds with the arms", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const given = children(seed);
        const result = expectValue(ordinalRegression(given));
        const turned = given.map((child) => ({ ...child, outcome: -child.outcome }));
        const swapped = given.map((child) => ({ ...child, trial: !child.trial }));
        expect(expectValue(ordinalRegression(turned)).coefficients[1]!.estimate).toBeCloseTo(
          -result.coefficients[1]!.estimate,
          6,
        );
        const odds = expectValue(ordinalRegression(swapped)).oddsRatio;
        expect(odds.estimate).toBeCloseTo(1 / result.oddsRatio.estimate, 6);
        expect(1 / odds.profile.hi / result.oddsRatio.profile.lo).toBeCloseTo(1, 6);
      }),
      { numRuns: 8 },
    );
  });

  it("predicts chances that sum to 1, in levels that occur only", () => {
    const given = children(5).map((child) => ({
      ...child,
      outcome: child.outcome === 2 ? 3 : child.outcome,
    }));
    const { levels, predict, proportionalOdds } = expectValue(ordinalRegression(given));
    expect(levels).toEqual([0, 1, 3, 4]);
    const chance = predict(true, [2]);
    expect(chance.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...chance)).toBeGreaterThan(0);
    expect(proportionalOdds!.df).toBe(2);
  });

  it("refuses separation, one level, few children and dependent covariates", () => {
    const given = children(5);
    const apart = given.map((child) => ({
      ...child,
      covariates: [],
      outcome: Number(child.trial),
    }));
    expect(ordinalRegression(apart).reason).not.toBeNull();
    const same = given.map((child) => ({ ...child, outcome: 2 }));
    expect(ordinalRegression(same).reason).toBe("no_variation");
    expect(ordinalRegression(given.slice(0, 19)).reason).toBe("below_minimum_size");
    const doubled = given.map((child) => ({
      ...child,
      covariates: [child.covariates[0]!, child.covariates[0]! * 2],
    }));
    expect(ordinalRegression(doubled).reason).not.toBeNull();
  });
});

describe("probability of superiority", () => {
  it("counts pairs, ties half, and both directions sum to 1", () => {
    const groups = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(groups, groups, (a, b) => {
        const pairs = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
        const result = expectValue(superiority(a, b));
        expect(result.u).toBeCloseTo(
          pairs.reduce<number>((sum, value) => sum + value, 0),
          9,
        );
        expect(result.probability + expectValue(superiority(b, a)).probability).toBeCloseTo(1, 12);
        expect(result.p).toBeLessThanOrEqual(1);
      }),
    );
    expect(superiority([], [1]).reason).toBe("below_minimum_size");
  });
});
