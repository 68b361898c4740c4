import { describe, expect, it } from "vitest";
import {
  type MatchedUnit,
  matchedDifference,
} from "../../../pipelines/statistics/matched-difference.ts";
import { simulatedMatches } from "./simulated-matches.ts";

const unit = (isCase: boolean, x: number, outcome: number): MatchedUnit => ({
  isCase,
  stratum: "a",
  covariates: [x],
  outcome,
});

describe("matched difference", () => {
  it("is the mean of each case less its nearest others, with the variance worked out by hand", () => {
    // The column has a standard deviation of 4.3205; nearest of 0 is 1, of 10 is 9, of 10.2 is 9.
    const units = [
      unit(true, 0, 10),
      unit(true, 10, 30),
      unit(true, 10.2, 40),
      unit(false, 1, 4),
      unit(false, 9, 20),
      unit(false, 8, 26),
    ];
    const { value } = matchedDifference(units, { matches: 1, caliper: 1, minimum: 1 });
    // Differences 6, 10, 20; mean 12; squares about it 36, 4, 64. The other at 9 is used twice: 2 × 1 / 1² times
    // half the square of its distance from its nearest other, (20 − 26)² / 2 = 18.
    expect(value!.differences).toEqual([6, 10, 20]);
    expect(value!.difference).toBeCloseTo(12, 10);
    expect(value!.se).toBeCloseTo(Math.sqrt(36 + 4 + 64 + 2 * 18) / 3, 10);
    expect(value!.matched).toBe(2);
    expect(value!.caseMean - value!.matchedMean).toBeCloseTo(12, 10);
  });

  it("matches within a stratum alone, and leaves out whom nobody is like", () => {
    const units = [
      unit(true, 0, 10),
      { ...unit(false, 0, 1), stratum: "b" },
      unit(false, 0.1, 4),
      unit(true, 50, 99),
      unit(true, 0.15, 12),
      unit(false, 0.3, 5),
    ];
    const { value } = matchedDifference(units, { matches: 1, caliper: 0.1, minimum: 1 });
    expect(value!.cases).toBe(2);
    expect(value!.differences).toEqual([6, 8]);
  });

  it("refuses too few", () => {
    expect(matchedDifference([unit(true, 0, 1), unit(false, 0, 1)]).reason).toBe(
      "below_minimum_size",
    );
  });

  it("takes off what the covariates explain, which the plain difference does not", () => {
    const units = simulatedMatches(7, 600);
    const { value } = matchedDifference(units);
    const mean = (isCase: boolean) => {
      const own = units.filter((one) => one.isCase === isCase);
      return own.reduce((sum, { outcome }) => sum + outcome, 0) / own.length;
    };
    expect(mean(true) - mean(false)).toBeGreaterThan(2.8);
    expect(value!.ci.lo).toBeLessThan(2);
    expect(value!.ci.hi).toBeGreaterThan(2);
    for (const { before, after } of value!.balance)
      expect(Math.abs(after)).toBeLessThan(Math.abs(before) / 2 + 0.05);
  });

  it("says how far sides are apart by the spread within strata, which that between them does not hide", () => {
    const apart = (between: number) => {
      const units = ["one", "two"].flatMap((stratum, s) =>
        Array.from({ length: 20 }, (_, i) => [
          { isCase: true, stratum, covariates: [between * s + (i % 5) + 0.4], outcome: i },
          { isCase: false, stratum, covariates: [between * s + (i % 5)], outcome: i / 2 },
        ]).flat(),
      );
      return matchedDifference(units, { matches: 1, caliper: 10, minimum: 1 }).value!.balance[0]!
        .after;
    };
    expect(apart(0)).toBeGreaterThan(0.2);
    expect(apart(100)).toBeCloseTo(apart(0), 6);
  });
});
