import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  discountFactor,
  growthSplit,
  realTerms,
  spendSplit,
  yearlyGrowth,
} from "../../../pipelines/statistics/real-terms.ts";

const index = new Map([
  ["2020-21", 90],
  ["2024-25", 100],
]);

describe("real terms", () => {
  it("takes 1.2m at index 90 to 1.333m, worth 1.203m three years on", () => {
    const real = realTerms(1.2, "2020-21", "2024-25", index)!;
    expect(real).toBeCloseTo(1.3333, 4);
    expect(real * discountFactor(3)).toBeCloseTo(1.203, 3);
  });

  it("has no answer for a year without an index", () => {
    expect(realTerms(1, "2019-20", "2024-25", index)).toBeNull();
    expect(realTerms(1, "2020-21", "2025-26", index)).toBeNull();
    expect(yearlyGrowth(0, 5, 2)).toBeNull();
  });

  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });

  it("splits growth exactly into volume and price, and turns signs with the years", () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (n0, p0, n1, p1) => {
        const [a, b] = [
          { volume: n0, unitCost: p0 },
          { volume: n1, unitCost: p1 },
        ];
        const { volume, price } = growthSplit(a, b);
        const change = n1 * p1 - n0 * p0;
        expect(Math.abs(volume + price - change)).toBeLessThanOrEqual(
          // The halves of a split may be far larger than what they add up to.
          1e-12 * (n0 + n1) * (p0 + p1) + 1e-9,
        );
        expect(growthSplit(b, a).price).toBeCloseTo(-price, 3);
      }),
    );
  });

  it("only rescales when the base year changes", () => {
    fc.assert(
      fc.property(amount, (value) => {
        const own = realTerms(value, "2020-21", "2020-21", index)!;
        expect(own).toBeCloseTo(value, 6);
        expect(realTerms(value, "2020-21", "2024-25", index)! * 90).toBeCloseTo(own * 100, 2);
      }),
    );
  });

  it("splits spend on two kinds by hand: 100 at 10 and 20 at 50, then 110 at 11 and 30 at 50", () => {
    const from = [
      { volume: 100, unitCost: 10 },
      { volume: 20, unitCost: 50 },
    ];
    const to = [
      { volume: 110, unitCost: 11 },
      { volume: 30, unitCost: 50 },
    ];
    const split = spendSplit(from, to)!;
    expect(split.total).toBeCloseTo(2710 - 2000, 9);
    // Price: 1 more on 105 of the first kind. Volume: 20 more at the mean of 2000/120 and 2710/140.
    expect(split.price).toBeCloseTo(105, 10);
    expect(split.volume).toBeCloseTo((20 * (2000 / 120 + 2710 / 140)) / 2, 10);
    expect(split.volume + split.mix + split.price).toBeCloseTo(split.total, 9);
  });

  it("finds no mix where all kinds grow alike, and no split of a kind without units", () => {
    const kinds = [
      { volume: 40, unitCost: 8 },
      { volume: 10, unitCost: 60 },
    ];
    const grown = kinds.map(({ volume, unitCost }) => ({ volume: volume * 1.2, unitCost }));
    const split = spendSplit(kinds, grown)!;
    expect(split.mix).toBeCloseTo(0, 9);
    expect(split.price).toBe(0);
    expect(spendSplit(kinds, [kinds[0]!, { volume: 0, unitCost: 0 }])).toBeNull();
    expect(spendSplit(kinds, [kinds[0]!])).toBeNull();
    expect(spendSplit([], [])).toBeNull();
  });

  it("splits spend on any kinds exactly", () => {
    const kind = fc.record({
      volume: fc.integer({ min: 1, max: 5000 }),
      unitCost: fc.integer({ min: 1, max: 90000 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, kind), { minLength: 1, maxLength: 6 }), (pairs) => {
        const split = spendSplit(
          pairs.map(([before]) => before),
          pairs.map(([, after]) => after),
        )!;
        const parts = split.volume + split.mix + split.price;
        expect(Math.abs(parts - split.total)).toBeLessThan(1e-3);
      }),
    );
  });
});
