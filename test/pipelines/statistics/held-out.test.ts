import { describe, expect, it } from "vitest";
import { normalQuantile, tCritical } from "../../../pipelines/statistics/distributions.ts";
import { heldOut } from "../../../pipelines/statistics/held-out.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const X = [10, 12, 15, 21, 22, 27, 30, 34];
const Y = [11.2, 13.1, 11.9, 13.8, 15.5, 14.1, 16.4, 15.0];

/** A straight line through some units and its prediction at x, by the formulas of a textbook. */
function predicted(xs: readonly number[], ys: readonly number[], at: number) {
  const n = xs.length;
  const [mx, my] = [xs, ys].map((values) => values.reduce((a, b) => a + b, 0) / n) as [
    number,
    number,
  ];
  const sxx = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const slope = xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i]! - my), 0) / sxx;
  const rss = xs.reduce((sum, x, i) => sum + (ys[i]! - my - slope * (x - mx)) ** 2, 0);
  const s2 = rss / (n - 2);
  const expected = my + slope * (at - mx);
  const half = tCritical(0.95, n - 2) * Math.sqrt(s2 * (1 + 1 / n + (at - mx) ** 2 / sxx));
  return { expected, lo: expected - half, hi: expected + half };
}

describe("what all other units lead one to expect", () => {
  it("is a line through the others alone, with its prediction interval", () => {
    const all = expectValue(
      heldOut(
        X.map((x) => [1, x]),
        Y,
      ),
    );
    all.forEach(({ expected, prediction }, i) => {
      const but = <T>(values: readonly T[]) => values.filter((_, j) => j !== i);
      const other = predicted(but(X), but(Y), X[i]!);
      expect(expected).toBeCloseTo(other.expected, 9);
      expect(prediction.lo).toBeCloseTo(other.lo, 9);
      expect(prediction.hi).toBeCloseTo(other.hi, 9);
    });
  });

  it("does not follow a unit's own value", () => {
    const rows = X.map((x) => [1, x]);
    const far = Y.map((y, i) => (i === 7 ? 40 : y));
    const [before, after] = [Y, far].map((ys) => expectValue(heldOut(rows, ys))[7]!.expected);
    expect(after).toBeCloseTo(before!, 9);
  });

  it("has 95 in 100 units of a line within the intervals", () => {
    const draw = uniforms(7);
    let [inside, all] = [0, 0];
    for (let trial = 0; trial < 100; trial++) {
      const xs = Array.from({ length: 40 }, () => 10 + 25 * draw());
      const ys = xs.map((x) => 9 + 0.2 * x + 1.5 * normalQuantile(draw()));
      const found = expectValue(
        heldOut(
          xs.map((x) => [1, x]),
          ys,
        ),
      );
      inside += found.filter(
        ({ prediction: { lo, hi } }, i) => ys[i]! >= lo && ys[i]! <= hi,
      ).length;
      all += 40;
    }
    expect(inside / all).toBeGreaterThan(0.94);
    expect(inside / all).toBeLessThan(0.96);
  });

  it("is refused of too few, and of columns that say the same", () => {
    const few = [1, 2, 3, 4].map((x) => [1, x]);
    expect(heldOut(few, [1, 2, 3, 5]).reason).toBe("below_minimum_size");
    expect(
      heldOut(
        X.map(() => [1, 1]),
        Y,
      ).reason,
    ).toBe("singular_design");
  });
});
