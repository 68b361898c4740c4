import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../pipelines/statistics/distributions.ts";
import { medianInterval } from "../../../pipelines/statistics/median-interval.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const counted = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("the interval of a median", () => {
  it("lies between the sixth and the seventh value of twenty at each end", () => {
    // Binomial tables: from the 6th to the 15th 95.86 in 100, from the 7th to the 14th 88.47.
    const over = (0.9586105 - 0.95) / (0.9586105 - 0.8846817);
    const share = (14 * over) / (6 + 8 * over);
    const { lo, hi } = expectValue(medianInterval(counted(20)));
    expect(lo).toBeCloseTo(6 + share, 5);
    expect(hi).toBeCloseTo(15 - share, 5);
  });

  it("is refused of fewer than six, since no two of their values hold the median often enough", () => {
    expect(medianInterval(counted(5)).reason).toBe("below_minimum_size");
    expect(medianInterval([]).reason).toBe("below_minimum_size");
    expect(expectValue(medianInterval(counted(6))).lo).toBeCloseTo(1 + 0.5 / 1.4, 9);
  });

  it.each([
    ["symmetric", 20, (u: number) => normalQuantile(u), 0],
    ["symmetric", 31, (u: number) => normalQuantile(u), 0],
    ["skewed as costs are", 25, (u: number) => Math.exp(normalQuantile(u)), 1],
    ["of many", 200, (u: number) => Math.exp(normalQuantile(u)), 1],
  ])("holds the median 95 times in 100: %s, %i values", (_, n, drawnAt, median) => {
    const draw = uniforms(n);
    const trials = 4000;
    let held = 0;
    for (let i = 0; i < trials; i++) {
      const values = Array.from({ length: n }, () => drawnAt(draw())).sort((a, b) => a - b);
      const { lo, hi } = expectValue(medianInterval(values));
      if (lo <= median && median <= hi) held++;
    }
    // Of 4,000, three standard errors are one in 100.
    expect(held / trials).toBeGreaterThan(0.938);
    expect(held / trials).toBeLessThan(0.964);
  });
});
