import { mean as average, deviation } from "d3";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { meanInterval } from "../../../pipelines/statistics/mean-interval.ts";
import {
  type Winsorised,
  winsorisedMeanInterval,
} from "../../../pipelines/statistics/winsorised-mean.ts";

/** The values with as many of each end as is asked set to the next one. */
function winsorise(values: readonly number[], pulled: number): Winsorised {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[pulled]!, sorted[sorted.length - 1 - pulled]!];
  const kept = values.map((value) => Math.min(most, Math.max(least, value)));
  return { n: values.length, pulled, mean: average(kept)!, sd: deviation(kept)! };
}

describe("the interval of a winsorised mean", () => {
  it("is worked out by hand for 1, 2, 3, 4, 5, 6, 7, 8, 9, 100", () => {
    // 2, 2, 3, …, 9, 9: mean 5.5, sum of squares 66.5, 9 degrees of freedom; 8 are left as they were.
    const { value } = winsorisedMeanInterval(winsorise([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 1));
    const sd = Math.sqrt(66.5 / 9);
    expect(value!.mean).toBe(5.5);
    expect(value!.df).toBe(7);
    expect(value!.se).toBeCloseTo(((sd / Math.sqrt(10)) * 9) / 7, 12);
    expect(value!.ci.hi - 5.5).toBeCloseTo(2.364624 * value!.se, 5);
  });

  it("is that of an ordinary mean where nothing was set to the next", () => {
    const plain = winsorise([3, 9, 4, 4, 7, 12, 5, 8, 1, 6], 0);
    const { value } = winsorisedMeanInterval(plain);
    expect(value).toEqual(meanInterval(plain.n, plain.mean, plain.sd).value);
  });

  it("holds the centre in 95 of 100 samples, of 10 values as of 40", () => {
    const random = randomOf(5, 8);
    for (const [n, pulled] of [
      [10, 2],
      [40, 2],
    ] as const) {
      let held = 0;
      for (let draw = 0; draw < 4000; draw++) {
        const values = Array.from({ length: n }, () => 50 + 10 * random.normal());
        const { value } = winsorisedMeanInterval(winsorise(values, pulled));
        if (value!.ci.lo <= 50 && value!.ci.hi >= 50) held++;
      }
      expect(held / 4000, `${n} values`).toBeGreaterThan(0.935);
      expect(held / 4000, `${n} values`).toBeLessThan(0.965);
    }
  });

  it("refuses values without spread, and those of which fewer than two are left", () => {
    const of = (values: Partial<Winsorised>) =>
      winsorisedMeanInterval({ n: 10, pulled: 2, mean: 1, sd: 1, ...values }).reason;
    expect([of({ sd: 0 }), of({ pulled: 5 }), of({})]).toEqual([
      "zero_variance",
      "below_minimum_size",
      null,
    ]);
  });
});
