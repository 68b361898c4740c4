import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dot } from "../../../pipelines/statistics/matrix.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { simplexWeights } from "../../../pipelines/statistics/simplex-least-squares.ts";
import { syntheticControl } from "../../../pipelines/statistics/synthetic-control.ts";

const panel = (paths: Record<string, number[]>) =>
  Object.entries(paths).flatMap(([unit, values]) =>
    values.map((value, t) => ({ unit, period: t + 1, treated: unit === "T", value })),
  );

const worked = panel({ T: [10, 12, 11], D1: [8, 10, 11], D2: [14, 16, 17] });

describe("synthetic control", () => {
  it("gives the worked example: weights 2/3 and 1/3, gap -2", () => {
    const result = expectValue(syntheticControl(worked, 2));
    expect(result.weights.map(({ weight }) => weight)).toEqual(
      [2 / 3, 1 / 3].map((weight) => expect.closeTo(weight, 6)),
    );
    expect(result.att).toBeCloseTo(-2, 6);
    expect(result.pMinAttainable).toBeCloseTo(1 / 3, 12);
  });

  const column = (length: number) =>
    fc.array(fc.integer({ min: -50, max: 50 }), { minLength: length, maxLength: length });

  it("weighs no column below 0, all to 1, and no other weights fit better", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 6 })
          .chain((length) =>
            fc.tuple(column(length), fc.array(column(length), { minLength: 1, maxLength: 12 })),
          ),
        fc.nat(),
        ([target, columns], seed) => {
          const weights = simplexWeights(target, columns);
          expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
          expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
          const loss = (w: readonly number[]) => {
            const errors = target.map((value, t) =>
              columns.reduce((sum, own, i) => sum + w[i]! * own[t]!, -value),
            );
            return dot(errors, errors);
          };
          const random = uniforms(seed);
          for (let k = 0; k < 20; k++) {
            const raw = columns.map(() => -Math.log(1 - random()));
            const total = raw.reduce((sum, w) => sum + w, 0);
            const other = raw.map((w) => w / total);
            const between = weights.map((w, i) => w + 0.01 * (other[i]! - w));
            expect(loss(weights)).toBeLessThanOrEqual(loss(other) + 1e-3);
            expect(loss(weights)).toBeLessThanOrEqual(loss(between) + 1e-4);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("recovers a mix of donors and the effect put on it, whatever the level", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -100, max: 100 }), (seed, shift) => {
        const random = uniforms(seed);
        const donors = Array.from({ length: 4 }, () =>
          Array.from({ length: 10 }, () => 50 + shift + 10 * random()),
        );
        const mixed = donors[0]!.map((value, t) => 0.6 * value + 0.4 * donors[1]![t]!);
        const treated = mixed.map((value, t) => (t >= 7 ? value - 3 : value));
        const rows = panel({
          T: treated,
          ...Object.fromEntries(donors.map((values, i) => [`D${i}`, values])),
        });
        const result = expectValue(syntheticControl(rows, 7));
        expect(result.att).toBeCloseTo(-3, 3);
        expect(result.p!).toBeGreaterThanOrEqual(result.pMinAttainable!);
      }),
      { numRuns: 20 },
    );
  });

  it("gives no rank or p where the match before is exact, and the range of all that match as well", () => {
    // Before: 10, 10. D1 and D2, D3 and D4 each match by halves, and after the start they part.
    const many = panel({
      T: [10, 10, 20],
      D1: [8, 8, 10],
      D2: [12, 12, 14],
      D3: [8, 8, 30],
      D4: [12, 12, 40],
      D5: [9, 11, 20],
    });
    const result = expectValue(syntheticControl(many, 2, { nearlyExact: 0.05 }));
    expect(result.isNearlyExact).toBe(true);
    expect([result.rank, result.p, result.pMinAttainable]).toEqual([null, null, null]);
    // All of D1 and D2: 12 after, a gap of 8; all of D3 and D4: 35, a gap of -15.
    expect(result.equallyGood.lo).toBeCloseTo(-15, 6);
    expect(result.equallyGood.hi).toBeCloseTo(8, 6);
    // The least sum of squares: D1 to D4 alike, and D5 nothing that the years allow.
    const byDonor = Object.fromEntries(result.weights.map(({ donor, weight }) => [donor, weight]));
    expect(byDonor.D1).toBeCloseTo(0.25, 4);
    expect(byDonor.D4).toBeCloseTo(0.25, 4);
    expect(byDonor.D5).toBeCloseTo(0, 4);
  });

  it("ranks among those alone that are not matched exactly, and has one answer where one mixture matches", () => {
    const random = uniforms(11);
    const few = panel(
      Object.fromEntries(
        ["T", "D1", "D2", "D3", "D4"].map((unit) => [
          unit,
          Array.from({ length: 12 }, () => 10 * random()),
        ]),
      ),
    );
    const result = expectValue(syntheticControl(few, 9, { nearlyExact: 0.05, largestPreGap: 9 }));
    expect(result.isNearlyExact).toBe(false);
    expect(result.ranked).toBe(5);
    expect(result.equallyGood.hi - result.equallyGood.lo).toBeLessThan(1e-4);
    const twin = [
      ...few,
      ...few.filter(({ unit }) => unit === "D4").map((row) => ({ ...row, unit: "D5" })),
    ];
    // D4 and D5 match each other exactly, so neither is a placebo.
    expect(
      expectValue(syntheticControl(twin, 9, { nearlyExact: 0.05, largestPreGap: 9 })).ranked,
    ).toBe(4);
  });

  it("refuses a treated unit far from all donors, a gap, one donor, two treated", () => {
    const far = panel({ T: [90, 92, 91], D1: [8, 10, 11], D2: [14, 16, 17], D3: [9, 9, 9] });
    expect(syntheticControl(far, 2).reason).toBe("poor_fit");
    expect(syntheticControl(worked.slice(1), 2).reason).toBe("gap_in_periods");
    expect(syntheticControl(worked.slice(0, 6), 2).reason).toBe("too_few_comparison_clusters");
    expect(syntheticControl(worked, 3).reason).toBe("below_minimum_size");
    const two = worked.map((row) => ({ ...row, treated: row.unit !== "D1" }));
    expect(syntheticControl(two, 2).reason).toBe("invalid_input");
  });
});
