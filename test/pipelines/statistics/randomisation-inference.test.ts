import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignments, countAssignments } from "../../../pipelines/statistics/assignments.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import {
  type RandomisedUnit,
  randomisationTest,
} from "../../../pipelines/statistics/randomisation-inference.ts";
import {
  randomisationInterval,
  randomisationPAt,
} from "../../../pipelines/statistics/randomisation-interval.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const authorities = fc
  .tuple(fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 7, maxLength: 11 }), fc.nat())
  .filter(([values]) => new Set(values).size > 5)
  .map(([values]): RandomisedUnit[] => values.map((v, i) => ({ treated: i < 3, value: v / 10 })));

describe("randomisation inference", () => {
  it("gives the worked example: changes -4 | -1, 0, 1, -2 have p 1/5", () => {
    const units = [-4, -1, 0, 1, -2].map((value, i) => ({ treated: i === 0, value }));
    const test = randomisationTest(units, { statistic: "difference", minimumAssignments: 5 });
    expect(expectValue(test)).toMatchObject({ statistic: -3.5, p: 0.2, smallestP: 0.2 });
  });

  it("does not change p when values are shifted or scaled, and is at least 1 / C(N, k)", () => {
    fc.assert(
      fc.property(
        authorities,
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.integer({ min: -1000, max: 1000 }),
        fc.constantFrom("difference" as const, "studentised" as const),
        (units, scale, shift, statistic) => {
          const moved = units.map((u) => ({ ...u, value: u.value * scale + shift }));
          const one = expectValue(randomisationTest(units, { statistic }));
          const other = expectValue(randomisationTest(moved, { statistic }));
          expect(other.p).toBe(one.p);
          expect(one.p).toBeGreaterThanOrEqual(one.smallestP);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("flips the sign, not p, when outcomes flip", () => {
    fc.assert(
      fc.property(authorities, (units) => {
        const one = expectValue(randomisationTest(units));
        const flipped = units.map((u) => ({ ...u, value: -u.value }));
        const other = expectValue(randomisationTest(flipped));
        expect(other.statistic).toBeCloseTo(-one.statistic, 9);
        expect(other.p).toBe(one.p);
      }),
      { numRuns: 40 },
    );
  });

  it("bounds the effects that its own p-value does not reject", () => {
    fc.assert(
      fc.property(
        authorities,
        fc.constantFrom("difference" as const, "studentised" as const),
        (units, statistic) => {
          const ci = expectValue(randomisationInterval(units, { statistic, level: 0.8 }));
          const p = (effect: number) => expectValue(randomisationPAt(units, effect, { statistic }));
          for (const [end, outward] of [
            [ci.lo, -1],
            [ci.hi, 1],
          ] as const) {
            if (!Number.isFinite(end)) continue;
            expect(p(end + outward * 1e-3)).toBeLessThanOrEqual(0.2);
            expect(p(end - outward * 1e-6)).toBeGreaterThan(0.2);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("enumerates in lexicographic order up to 200,000 and samples with a seed above", () => {
    expect([...assignments(4, 2).chosen]).toEqual([0, 1, 0, 2, 0, 3, 1, 2, 1, 3, 2, 3]);
    expect(countAssignments(150, 3)).toBe(551_300);
    const random = uniforms(3);
    const units = Array.from({ length: 150 }, (_, i) => ({ treated: i < 3, value: random() }));
    const test = expectValue(randomisationTest(units));
    expect(test).toMatchObject({ draws: 99_999, exact: false, assignments: 551_300 });
    expect(test.smallestP).toBe(1e-5);
    expect(randomisationTest(units).value).toEqual(test);
  });

  it("refuses too few assignments, one treated unit when studentised, and equal values", () => {
    const units = (n: number, k: number, value = (i: number) => i * i) =>
      Array.from({ length: n }, (_, i) => ({ treated: i < k, value: value(i) }));
    expect(randomisationTest(units(6, 2)).reason).toBe("below_minimum_size");
    expect(randomisationTest(units(25, 1)).reason).toBe("too_few_treated_clusters");
    expect(randomisationTest(units(12, 3, () => 4)).reason).toBe("zero_variance");
    expect(randomisationTest(units(12, 0)).reason).toBe("too_few_treated_clusters");
  });
});
