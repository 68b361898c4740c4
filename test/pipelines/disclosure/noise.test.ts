import { describe, expect, test } from "vitest";
import { type Contribution, noisyMean } from "../../../pipelines/disclosure/noise.ts";

const secret = Buffer.alloc(32, 7);
const children = (n: number, from = 0): Contribution[] =>
  Array.from({ length: n }, (_, i) => ({ record: `child ${from + i}`, value: 20 * (i % 3) }));
const meanOf = (of: readonly Contribution[], statistic = "change") =>
  noisyMean(secret, statistic, of)!.mean;
/** The noise of the sum of scores. */
const noiseOf = (of: readonly Contribution[], statistic = "change") =>
  meanOf(of, statistic) * of.length - of.reduce((sum, { value }) => sum + value, 0);

describe("noise of a mean", () => {
  test("is the same for the same children and points, in whatever order", () => {
    const all = children(30);
    expect(meanOf([...all].reverse())).toBe(meanOf(all));
    expect(meanOf(all.map((one) => ({ ...one, value: one.value === 0 ? -0 : one.value })))).toBe(
      meanOf(all),
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
      noiseOf(all, "first mean"),
      noisyMean(Buffer.alloc(32, 8), "change", all)!.mean * 40 -
        all.reduce((sum, { value }) => sum + value, 0),
    ];
    expect(new Set(others.map((noise) => noise.toFixed(6))).size).toBe(others.length);
  });

  test("has mean zero, the deviation it claims, and the tails of a normal distribution", () => {
    const draws = Array.from({ length: 2000 }, (_, i) => noiseOf(children(30, 30 * i)));
    const mean = draws.reduce((sum, noise) => sum + noise, 0) / draws.length;
    const variance = draws.reduce((sum, noise) => sum + (noise - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan((3.3 * 40) / Math.sqrt(draws.length));
    expect(Math.abs(Math.sqrt(variance) / 40 - 1)).toBeLessThan(3.3 / Math.sqrt(2 * draws.length));
    const beyond = draws.filter((noise) => Math.abs(noise) > 1.96 * 40).length / draws.length;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.016);
    expect(noisyMean(secret, "change", children(80))!.noiseVariance).toBeCloseTo(0.25, 12);
  });

  test("lets nobody find the step of a child who leaves, by two means, better than by guessing", () => {
    // Steps of -20, 0 and 20 points, each as likely: a guess is right in a third.
    const trials = 600;
    let right = 0;
    for (let trial = 0; trial < trials; trial++) {
      const all = children(75, 100 * trial).map((one, i) => ({
        ...one,
        value: one.value - 20 * Number(i > 0),
      }));
      const gone = 20 * ((trial % 3) - 1);
      const before = [{ record: `gone ${trial}`, value: gone }, ...all];
      const seen = meanOf(before) * before.length - meanOf(all) * all.length;
      const told = 20 * Math.max(-1, Math.min(1, Math.round(seen / 20)));
      if (told === gone) right++;
    }
    expect(right / trials).toBeLessThan(0.45);
  });

  test("is not given for fewer than 30 children, a weak secret, or a record counted twice", () => {
    expect(noisyMean(secret, "change", children(29))).toBeNull();
    expect(() => noisyMean(Buffer.alloc(16), "change", children(30))).toThrow("16 bytes");
    expect(() => noisyMean(secret, "change", [...children(30), children(1)[0]!])).toThrow("twice");
    expect(() =>
      noisyMean(secret, "change", [...children(29), { record: "x", value: Number.NaN }]),
    ).toThrow("no number");
  });
});
