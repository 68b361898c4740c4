import { describe, expect, it } from "vitest";
import { bivariateT } from "../../../pipelines/statistics/bivariate-t.ts";
import {
  type CostedCluster,
  clusteredValue,
} from "../../../pipelines/statistics/clustered-value.ts";
import { worthOf } from "../../../pipelines/statistics/cost-effectiveness.ts";
import { normalQuantile, tCdf } from "../../../pipelines/statistics/distributions.ts";
import { covariance, quantile, variance } from "../../../pipelines/statistics/moments.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const cluster = (
  alike: string,
  isTrial: boolean,
  [n, cost, effect]: readonly [number, number, number],
): CostedCluster => ({
  stratum: `${alike} ${isTrial}`,
  alike,
  isTrial,
  n,
  cost: n * cost,
  effect: n * effect,
});

describe("cost and effect of whole clusters", () => {
  it("weighs what is measured alike by how much it tells: 10 and 10 at 100, 30 and 10 at 40", () => {
    const value = expectValue(
      clusteredValue(
        [
          cluster("a", true, [5, 300, 4]),
          cluster("a", true, [5, 300, 4]),
          cluster("a", false, [4, 220, 2]),
          cluster("a", false, [6, 186.666_666_666_666_66, 2]),
          cluster("b", true, [30, 140, 1]),
          cluster("b", true, [0, 0, 0]),
          cluster("b", false, [10, 100, 3]),
        ],
        { draws: 50, seed: 3 },
      ),
    );
    // Weights of 100/20 = 5 and 300/40 = 7.5.
    expect(value.moments.cost).toBeCloseTo((5 * 100 + 7.5 * 40) / 12.5, 9);
    expect(value.moments.effect).toBeCloseTo((5 * 2 + 7.5 * -2) / 12.5, 9);
    expect(value.single).toBe(1);
  });

  it("refuses sides that were never measured alike, and clusters that do not vary", () => {
    const [a, b] = [cluster("a", true, [9, 1, 1]), cluster("b", false, [9, 1, 1])];
    expect(clusteredValue([a!, b!], { draws: 99, seed: 1 }).reason).toBe("effect_not_identified");
    const alone = cluster("a", false, [9, 2, 2]);
    expect(clusteredValue([a!, alone], { draws: 99, seed: 1 }).reason).toBe("zero_variance");
  });

  it("is the same for the same seed, and holds the truth about as often as it claims", () => {
    const random = uniforms(11);
    const normal = () => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random())));
    const side = (isTrial: boolean, cost: number) =>
      Array.from({ length: 12 }, () => {
        const own = normal();
        return cluster("a", isTrial, [20 + Math.floor(20 * random()), cost + 3 * own, 1 + own / 2]);
      });
    let held = 0;
    for (let i = 0; i < 200; i++) {
      const clusters = [...side(true, 5), ...side(false, 3)];
      const { moments, resampled } = expectValue(clusteredValue(clusters, { draws: 300, seed: i }));
      const { costInterval } = worthOf(moments, resampled, [1]);
      if (costInterval.lo <= 2 && costInterval.hi >= 2) held++;
    }
    // Percentiles of twelve clusters a side are a little narrow: 92 to 95 in 100.
    expect(held).toBeGreaterThanOrEqual(176);
    const once = clusteredValue(side(true, 5).concat(side(false, 3)), { draws: 20, seed: 4 });
    expect(once.reason).toBeNull();
  });
});

describe("Student's t in two dimensions", () => {
  const moments = {
    cost: 1700,
    effect: 3,
    varianceCost: 1200 ** 2,
    varianceEffect: 2,
    covariance: 800,
  };

  it("has the spread and the covariance that it is given, as many degrees of freedom leave them", () => {
    const draws = bivariateT(moments, { df: { cost: 1e6, effect: 1e6 }, draws: 20_000, seed: 5 });
    const [costs, effects] = [draws.map(({ cost }) => cost), draws.map(({ effect }) => effect)];
    expect(Math.sqrt(variance(costs))).toBeCloseTo(1200, -2);
    expect(variance(effects) / 2).toBeCloseTo(1, 1);
    expect(covariance(costs, effects) / 800).toBeCloseTo(1, 1);
    expect(quantile(costs, 0.5) / 1700).toBeCloseTo(1, 1);
  });

  it("has the tails of few degrees of freedom: with three, 95 in 100 reach 3.182 deviations", () => {
    const draws = bivariateT(moments, { df: { cost: 3, effect: 3 }, draws: 20_000, seed: 6 });
    const far = draws.filter(({ cost }) => Math.abs(cost - 1700) > 3.182 * 1200).length;
    expect(far / draws.length).toBeCloseTo(0.05, 2);
  });

  it("has for either the tails of its own degrees of freedom", () => {
    const draws = bivariateT(moments, { df: { cost: 3, effect: 1.6 }, draws: 20_000, seed: 7 });
    const share = (isIn: (draw: { cost: number; effect: number }) => boolean) =>
      draws.filter(isIn).length / draws.length;
    expect(share(({ cost }) => cost < 0)).toBeCloseTo(tCdf(-1700 / 1200, 3), 2);
    expect(share(({ effect }) => effect < 0)).toBeCloseTo(tCdf(-3 / Math.SQRT2, 1.6), 2);
  });
});
