import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultPrimaryRules,
  primaryDisclosure,
  tellsGroupAttribute,
} from "../../../pipelines/statistics/primary-disclosure.ts";

describe("primary disclosure", () => {
  it("agrees with the handbook's example 300, 20, 10", () => {
    const dominant = primaryDisclosure([20, 300, 10], { ...defaultPrimaryRules, n: 1 });
    expect(dominant.dominance).toBe(true);
    expect(dominant.upperProtection.dominance).toBeCloseTo(22.94, 2);
    expect(dominant.estimation).toBe(true);
    expect(dominant.upperProtection.estimation).toBeCloseTo(20, 10);
  });

  it("hides counts from 1 to 4, not 0 or 5, unless zero tells too", () => {
    const frequency = (n: number, zeroIsSafe = true) =>
      primaryDisclosure(new Array<number>(n).fill(1), { ...defaultPrimaryRules, zeroIsSafe })
        .frequency;
    expect([0, 1, 4, 5].map((n) => frequency(n))).toEqual([false, true, true, false]);
    expect(frequency(0, false)).toBe(true);
  });

  const amounts = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 12 });

  it("does not depend on order or on the unit of money, and calls one contributor sensitive", () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const { frequency, dominance, estimation, share } = primaryDisclosure(values);
        const other = primaryDisclosure([...values].reverse().map((value) => 4 * value));
        expect(other).toMatchObject({ frequency, dominance, estimation, share });
        const paid = values.filter((value) => value > 0);
        if (paid.length === 1) expect(dominance && estimation).toBe(true);
        if (paid.length === 0) expect(dominance || estimation).toBe(false);
      }),
    );
  });

  it("uses the frequency rule alone where an amount is negative", () => {
    const cell = primaryDisclosure([500, -400, 3, 4, 5]);
    expect(cell).toMatchObject({ dominance: null, estimation: null, share: null });
    expect(cell.isSensitive).toBe(false);
  });

  it("finds rows that tell all children's category", () => {
    expect(
      [
        [0, 9, 0],
        [1, 9, 0],
        [2, 9, 0],
        [0, 0, 0],
      ].map(tellsGroupAttribute),
    ).toEqual([true, true, false, false]);
  });
});
