import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backtest,
  band,
  bandHolds,
  grown,
  ofSameUnits,
  percentageError,
  type Series,
} from "../../../pipelines/statistics/growth-forecast.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";

const series = (first: number, ...values: number[]): Series =>
  new Map(values.map((value, i) => [first + i, value]));

describe("forecasts of growth", () => {
  it("let the last growth go on, compounded", () => {
    const [own, all] = [series(2020, 100, 110), series(2020, 1000, 1200)];
    const of = (rule: "own" | "national" | "half", ahead: number) =>
      grown(own, all, { rule, origin: 2021, ahead });
    expect(of("own", 2)).toBeCloseTo(110 * 1.1 ** 2, 10);
    expect(of("national", 2)).toBeCloseTo(110 * 1.2 ** 2, 10);
    expect(of("half", 3)).toBeCloseTo(110 * 1.15 ** 3, 10);
    expect(grown(own, all, { rule: "own", origin: 2020, ahead: 1 })).toBeNull();
    expect(grown(own, all, { rule: "own", origin: 2022, ahead: 1 })).toBeNull();
  });

  it("grow as the units do that have both years, whichever others come and go", () => {
    const units = [series(2020, 100, 110, 121), series(2021, 50, 100), series(2020, 30, 60)];
    const all = ofSameUnits(units, [2020, 2021, 2022]);
    expect(all.get(2021)! / all.get(2020)!).toBeCloseTo((110 + 60) / (100 + 30), 12);
    expect(all.get(2022)! / all.get(2021)!).toBeCloseTo((121 + 100) / (110 + 50), 12);
    expect(ofSameUnits(units, [])).toEqual(new Map());
  });

  it("read nothing later than their origin", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 5, maxLength: 5 }),
        (v) => {
          const [own, all] = [series(2019, ...v), series(2019, 10, 11, 12, 13, 14)];
          const cut = (some: Series) => new Map([...some].filter(([year]) => year <= 2021));
          const asked = { rule: "half", origin: 2021, ahead: 2 } as const;
          expect(grown(own, all, asked)).toBe(grown(cut(own), cut(all), asked));
        },
      ),
    );
  });

  it("are without error where growth never changes, whatever the rule", () => {
    const steady = series(2019, 100, 110, 121, 133.1, 146.41);
    const tests = backtest(new Map([["a", steady]]), steady, {
      origins: [2020, 2021, 2022],
      horizons: [1, 2],
    });
    expect(tests).toHaveLength(3 * 5);
    expect(percentageError(tests)).toBeCloseTo(0, 10);
  });

  it("leave out a unit of which a year is missing", () => {
    const whole = series(2019, 1, 2, 3, 4);
    const gap = new Map([...whole].filter(([year]) => year !== 2020));
    const tests = backtest(
      new Map([
        ["whole", whole],
        ["gap", gap],
      ]),
      whole,
      { origins: [2021], horizons: [1] },
    );
    expect(new Set(tests.map(({ unit }) => unit))).toEqual(new Set(["whole"]));
  });

  it("have bands that hold as often as they say, where years are alike", () => {
    const random = uniforms(7);
    const tests = [2020, 2021, 2022, 2023].flatMap((origin) =>
      Array.from({ length: 2000 }, (_, i) => ({
        ...{ unit: `u${i}`, rule: "own" as const, origin, ahead: 1, forecast: 100 },
        actual: 100 * Math.exp(0.2 * (random() - 0.5)),
      })),
    );
    expect(bandHolds(tests, 0.8)).toBeCloseTo(0.8, 1);
    expect(bandHolds(tests, 0.95)).toBeGreaterThan(0.94);
    expect(bandHolds(tests, 0.95)).toBeLessThan(0.96);
    const { low, high } = band(tests, 0.8);
    expect(low).toBeCloseTo(Math.exp(-0.08), 2);
    expect(high).toBeCloseTo(Math.exp(0.08), 2);
    expect(bandHolds(tests.slice(0, 2000), 0.8)).toBeNaN();
  });
});
