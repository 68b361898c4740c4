import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { directRate, standardisedRatio } from "../../../pipelines/statistics/standardisation.ts";

const strata = fc.array(
  fc.record({
    events: fc.integer({ min: 5, max: 400 }),
    population: fc.integer({ min: 500, max: 90_000 }),
  }),
  { minLength: 2, maxLength: 6 },
);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe("standardisation", () => {
  it("gives the worked example", () => {
    const two = [
      { events: 20, population: 1000 },
      { events: 45, population: 1500 },
    ];
    const { rate, ci } = expectValue(directRate(two, [6000, 4000]));
    expect([rate, ci.lo, ci.hi]).toEqual(
      [0.024, 0.0180652751, 0.0311396554].map((value) => expect.closeTo(value, 9)),
    );
    const smr = expectValue(standardisedRatio(two, [0.015, 0.024], { method: "Exact" }));
    expect([smr.expected, smr.ratio, smr.ci.lo]).toEqual(
      [51, 1.2745098039, 0.9836397594].map((value) => expect.closeTo(value, 8)),
    );
  });

  it("gives the crude rate when an area is its own standard, and a ratio of 1 as reference", () => {
    fc.assert(
      fc.property(strata, (cells) => {
        const crude = sum(cells.map((c) => c.events)) / sum(cells.map((c) => c.population));
        const own = cells.map(({ population }) => population);
        expect(expectValue(directRate(cells, own)).rate).toBeCloseTo(crude, 12);
        const rates = cells.map(({ events, population }) => events / population);
        expect(expectValue(standardisedRatio(cells, rates)).ratio).toBeCloseTo(1, 10);
      }),
    );
  });

  it("publishes no direct rate below ten events or with an empty stratum", () => {
    expect(directRate([{ events: 9, population: 500 }], [1]).reason).toBe("below_minimum_size");
    const empty = [
      { events: 20, population: 500 },
      { events: 0, population: 0 },
    ];
    expect(directRate(empty, [1, 1]).reason).toBe("invalid_input");
    expect(standardisedRatio([{ events: 9, population: 500 }], [0.01]).value?.method).toBe("Exact");
  });
});
