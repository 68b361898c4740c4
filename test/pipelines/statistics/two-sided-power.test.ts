import { describe, expect, it } from "vitest";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { chiSquaredQuantile } from "../../../pipelines/statistics/distributions.ts";
import { linearModel } from "../../../pipelines/statistics/linear-model.ts";
import { mean, variance } from "../../../pipelines/statistics/moments.ts";
import {
  detectableFrom,
  detectableWith,
  spreadOf,
} from "../../../pipelines/statistics/two-sided-power.ts";
import { welchDifference } from "../../../pipelines/statistics/welch.ts";

const unit = (random: ReturnType<typeof randomOf>, centre: number, n: number, stratum = "a") => {
  const own = centre + 3 * random.normal();
  const values = Array.from({ length: n }, () => own + 10 * random.normal());
  return { stratum, n, mean: mean(values), variance: variance(values) };
};

describe("what a planned trial could see", () => {
  it("takes from units how far they and their children lie apart, whatever moves a stratum", () => {
    const random = randomOf(3);
    const units = Array.from({ length: 400 }, (_, i) =>
      unit(random, i % 2 ? 40 : -40, 20 + (i % 30), i % 2 ? "a" : "b"),
    );
    const { between, within, df } = spreadOf(units).value!;
    // A little above 3: the upper end of an 80% interval from 398 units.
    expect(between).toBeGreaterThan(2.9);
    expect(between).toBeLessThan(3.7);
    expect(within).toBeCloseTo(10, 0);
    expect(df).toBe(398);
    let above = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const drawn = randomOf(seed, 7);
      const six = Array.from({ length: 6 }, () => unit(drawn, 0, 30));
      above += Number(spreadOf(six).value!.between >= 3);
    }
    expect(above / 400).toBeGreaterThan(0.74);
    expect(above / 400).toBeLessThan(0.88);
    expect(spreadOf(units.slice(0, 2)).reason).toBe("too_few_clusters");
  });

  it("takes what the sides of a trial differ by for no spread, as the estimate does", () => {
    // By hand: levels of a and b, one difference of the sides, and what is left of five means.
    const means = {
      a: [
        [-6.4, true],
        [-4.6, false],
        [-5, false],
      ],
      b: [
        [-9.4, true],
        [-4.9, false],
      ],
    };
    const units = Object.entries(means).flatMap(([stratum, own]) =>
      own.map(([mean, isTrial]) => ({
        ...{ stratum, mean: mean as number, isTrial: isTrial as boolean },
        ...{ n: 1e9, variance: 60 },
      })),
    );
    const x = units.map(({ stratum, isTrial }) =>
      [stratum === "a", stratum === "b", isTrial].map(Number),
    );
    const { coefficients } = linearModel(
      x,
      units.map((one) => one.mean),
    ).value!.fit;
    const left = units.map(
      (one, i) => one.mean - x[i]!.reduce((sum, value, k) => sum + value * coefficients[k]!, 0),
    );
    const ofMeans = left.reduce((sum, value) => sum + value ** 2, 0) / 2;
    const { between, df } = spreadOf(units).value!;
    expect(df).toBe(2);
    expect(between ** 2).toBeCloseTo((ofMeans * 2) / chiSquaredQuantile(0.2, 2), 6);
    const shifted = units.map((one) => ({ ...one, mean: one.mean + (one.isTrial ? 30 : 0) }));
    expect(spreadOf(shifted).value!.between).toBeCloseTo(between, 9);
  });

  it("names a difference that is found four times in five", () => {
    const plan = { trial: 8, comparison: 8, children: 40 };
    const { detectable } = detectableWith({ between: 3, within: 10 }, plan).value!;
    const runs = 1500;
    let found = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const random = randomOf(seed);
      const side = (effect: number) =>
        Array.from({ length: 8 }, () => unit(random, effect, 40).mean);
      const { ci } = welchDifference(side(detectable), side(0)).value!;
      found += Number(ci.lo > 0);
    }
    expect(found / runs).toBeGreaterThan(0.76);
    expect(found / runs).toBeLessThan(0.84);
  });

  it("gains little by children and much by units, and is refused one unit on a side", () => {
    const of = (trial: number, children: number) =>
      detectableWith({ between: 3, within: 10 }, { trial, comparison: trial, children }).value!
        .detectable;
    expect(of(3, 1e6) / of(3, 100)).toBeGreaterThan(0.9);
    expect(of(12, 100) / of(3, 100)).toBeLessThan(0.4);
    const one = { trial: 1, comparison: 9, children: 50 };
    const plan = { trial: 6, comparison: 6, children: 20 };
    const spread = { between: 3, within: 10 };
    // Forty points of noise in a sum of twenty children are two in their mean.
    expect(detectableWith(spread, plan, { noiseOfSum: 40 }).value!.se).toBeCloseTo(
      Math.sqrt((3 ** 2 + 10 ** 2 / 20 + 2 ** 2) / 3),
      12,
    );
    expect(detectableWith({ between: 3, within: 10 }, one).reason).toBe("below_minimum_size");
  });

  it("takes 2.8 standard errors of many, as Bloom has it, and more of few", () => {
    expect(detectableFrom({ se: 1, df: Number.POSITIVE_INFINITY })).toBeCloseTo(
      1.95996 + 0.84162,
      4,
    );
    // Student's t: 2.77645 and 0.94096 with 4 degrees of freedom.
    expect(detectableFrom({ se: 2, df: 4 })).toBeCloseTo(2 * (2.77645 + 0.94096), 4);
  });
});
