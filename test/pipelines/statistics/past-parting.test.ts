import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { mean } from "../../../pipelines/statistics/moments.ts";
import { type PartedUnit, pastParting } from "../../../pipelines/statistics/past-parting.ts";
import { welchDifference } from "../../../pipelines/statistics/welch.ts";

const units = (treated: readonly (readonly number[])[], others: readonly (readonly number[])[]) => [
  ...treated.map((values) => ({ treated: true, values })),
  ...others.map((values) => ({ treated: false, values })),
];

describe("how far the sides parted before", () => {
  it("is the estimate over the largest contrast of any earlier start", () => {
    // Sides: 0, 1, 3 before and 8 after, against nothing. Contrast 8 - 4/3; at 1: 2 - 0, at 2: 3 - 1/2.
    const found = pastParting(
      units(
        [
          [0, 1, 3, 8],
          [0.1, 1.1, 3.1, 8.2],
        ],
        [
          [0, 0, 0, 0.1],
          [0, 0, 0, -0.1],
        ],
      ),
      3,
    ).value!;
    expect(found.largest).toBeCloseTo(2.5, 10);
    expect(found.multiple).toBeCloseTo((8.05 - 4 / 3) / 2.5, 10);
    expect(found.sureMultiple!).toBeLessThan(found.multiple!);
    expect(found.sureMultiple!).toBeGreaterThan(0);
  });

  it("is the same whatever the scale, the level of a unit and the years that all share", () => {
    const random = randomOf(7);
    const base = units(
      Array.from({ length: 3 }, () => Array.from({ length: 6 }, () => random.normal())),
      Array.from({ length: 5 }, () => Array.from({ length: 6 }, () => random.normal())),
    );
    const one = pastParting(base, 4).value!;
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (scale, years) => {
          const moved = base.map(({ treated, values }, u) => ({
            treated,
            values: values.map((value, t) => scale * value + u + years[t]!),
          }));
          const other = pastParting(moved, 4).value!;
          expect(other.multiple!).toBeCloseTo(one.multiple!, 6);
          expect(other.ci!.lo / scale).toBeCloseTo(one.ci!.lo, 6);
        },
      ),
    );
  });

  it("holds the effect where the sides parted again as they had before, and the plain interval does not", () => {
    const runs = 300;
    let [held, plain] = [0, 0];
    for (let seed = 1; seed <= runs; seed++) {
      const random = randomOf(seed);
      // The treated part by 2 before the start; by the contrast they part by 2 again, and the effect is 1.
      const own: PartedUnit[] = Array.from({ length: 12 }, (_, i) => {
        const level = random.normal();
        const parted = i < 4 ? [0, 0, 2, 2, 4, 4] : [0, 0, 0, 0, 0, 0];
        return {
          treated: i < 4,
          values: parted.map((at) => level + 0.4 * random.normal() + at),
        };
      });
      const { ci } = pastParting(own, 4).value!;
      const { value } = welchDifference(
        ...([true, false].map((treated) =>
          own
            .filter((unit) => unit.treated === treated)
            .map(({ values }) => (values[4]! + values[5]!) / 2 - mean(values.slice(0, 4))),
        ) as [number[], number[]]),
      );
      held += Number(ci!.lo <= 1 && 1 <= ci!.hi);
      plain += Number(value!.ci.lo <= 1 && 1 <= value!.ci.hi);
    }
    expect(held / runs).toBeGreaterThanOrEqual(0.94);
    expect(plain / runs).toBeLessThan(0.1);
  });

  it("is refused without two periods before or any after, and says nothing of a flat past", () => {
    const flat = units(
      [
        [1, 1, 5],
        [1, 1, 6],
      ],
      [
        [1, 1, 1],
        [1, 1, 2],
      ],
    );
    expect(pastParting(flat, 1).reason).toBe("below_minimum_size");
    expect(pastParting(flat, 3).reason).toBe("below_minimum_size");
    expect(pastParting(flat, 2).value!.multiple).toBeNull();
    expect(pastParting(flat.slice(1), 2).reason).toBe("below_minimum_size");
  });
});
