import { describe, expect, test } from "vitest";
import {
  type Contribution,
  contributorsOf,
  markSql,
  marksSql,
  noiseFrom,
  noiseOfMean,
  noisyInterval,
  withNoise,
} from "../../../pipelines/disclosure/noise.ts";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { mean, standardDeviation } from "../../../pipelines/statistics/moments.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";

const secret = Buffer.alloc(32, 7);
const noise = noiseFrom(secret);
const children = (n: number, from = 0): Contribution[] =>
  Array.from({ length: n }, (_, i) => ({ mark: 1000 + 7 * (from + i), value: 20 * (i % 3) }));
/** The noise of the sum of scores. */
const noiseOf = (of: readonly Contribution[], statistic = "change", from = noise) =>
  noiseOfMean(from, statistic, contributorsOf(of)) * of.length;

describe("noise of a mean", () => {
  test("is the same for the same children and points, in whatever order", () => {
    const all = children(30);
    expect(noiseOf([...all].reverse())).toBe(noiseOf(all));
    expect(noiseOf(all.map((one) => ({ ...one, value: one.value === 0 ? -0 : one.value })))).toBe(
      noiseOf(all),
    );
  });

  test("is drawn anew by a child more, one corrected, another statistic, another secret", () => {
    const all = children(40);
    const corrected = [{ ...all[0]!, value: 20 }, ...all.slice(1)];
    const swapped = [
      { ...all[0]!, value: all[1]!.value },
      { ...all[1]!, value: all[0]!.value },
      ...all.slice(2),
    ];
    const others = [
      noiseOf(all),
      noiseOf(all.slice(1)),
      noiseOf(corrected),
      noiseOf(swapped),
      noiseOf(all, "first need"),
      noiseOf(all, "change", noiseFrom(Buffer.alloc(32, 8))),
    ];
    expect(new Set(others.map((one) => one.toFixed(6))).size).toBe(others.length);
  });

  test("has mean zero, the deviation it claims, and the tails of a normal distribution", () => {
    const draws = Array.from({ length: 2000 }, (_, i) => noiseOf(children(30, 30 * i)));
    const centre = mean(draws);
    expect(Math.abs(centre)).toBeLessThan((3.3 * 40) / Math.sqrt(draws.length));
    expect(Math.abs(standardDeviation(draws) / 40 - 1)).toBeLessThan(
      3.3 / Math.sqrt(2 * draws.length),
    );
    const beyond = draws.filter((one) => Math.abs(one) > 1.96 * 40).length / draws.length;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.016);
    expect(withNoise(noise, 0, 80)).toBeCloseTo(0.5, 12);
  });

  test("lets nobody find the step of a child who leaves, by two means, better than by guessing", () => {
    // Steps of -20, 0 and 20 points, each as likely: a guess is right in a third.
    const trials = 3000;
    let right = 0;
    for (let trial = 0; trial < trials; trial++) {
      const all = children(75, 100 * trial).map((one, i) => ({
        ...one,
        value: one.value - 20 * Number(i > 0),
      }));
      const gone = 20 * ((trial % 3) - 1);
      const before = [{ mark: 5, value: gone }, ...all];
      const sum = (of: readonly Contribution[]) =>
        of.reduce((total, { value }) => total + value, 0) + noiseOf(of);
      const told = 20 * Math.max(-1, Math.min(1, Math.round((sum(before) - sum(all)) / 20)));
      if (told === gone) right++;
    }
    expect(right / trials).toBeLessThan(0.45);
  });

  test("is not drawn by a secret that could be tried out", () => {
    expect(() => noiseFrom(Buffer.alloc(16))).toThrow("16 bytes");
  });

  test("hangs on the same number in SQL as in memory", async () => {
    const warehouse = await openWarehouse(":memory:");
    await warehouse.run(
      "create table changes as select uuid() as child_id, (i % 17 - 8) * 6.25 + i / 7 as value from range(500) as r(i)",
    );
    const { marks, n } = await warehouse.one<{ marks: string; n: number }>(
      `select count(*) as n, ${marksSql(markSql(), "value")}::varchar as marks from changes`,
    );
    const own = await warehouse.rows<Contribution>(
      `select ${markSql()} as mark, value from changes order by random()`,
    );
    expect(contributorsOf(own)).toEqual({ n, marks });
    expect(new Set(own.map(({ mark }) => mark)).size).toBe(500);
    warehouse.close();
  });
});

describe("the interval of a mean with noise", () => {
  test.each([30, 75, 300])("of %i children holds the truth in 94 to 97 of 100 samples", (n) => {
    const random = randomOf(11, n);
    let held = 0;
    const samples = 2000;
    for (let sample = 0; sample < samples; sample++) {
      // Levels of 20 points, as the coarsest instrument has.
      const own = Array.from({ length: n }, (_, i) => ({
        mark: sample * 1000 + i,
        value: 20 * Math.round((-3 + 16 * random.normal()) / 20),
      }));
      const values = own.map(({ value }) => value);
      const { lower, upper } = noisyInterval(
        noise,
        "change",
        { ...contributorsOf(own), mean: mean(values), sd: standardDeviation(values) },
        0.95,
      );
      held += Number(lower <= TRUTH && TRUTH <= upper);
    }
    expect(held / samples).toBeGreaterThan(0.94);
    expect(held / samples).toBeLessThan(0.97);
  });
});

/** Mean of normal values about -3, with a deviation of 16, put to the nearest 20: by its probabilities. */
const TRUTH = Array.from({ length: 21 }, (_, k) => k - 10).reduce((sum, k) => {
  const cdf = (x: number) => 0.5 * (1 + erf((x + 3) / 16 / Math.SQRT2));
  return sum + 20 * k * (cdf(20 * k + 10) - cdf(20 * k - 10));
}, 0);

/** Abramowitz and Stegun 7.1.26, right to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - poly * Math.exp(-x * x));
}
