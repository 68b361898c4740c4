import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ForecastInput,
  forecastUncertainty,
  highNeedsForecast,
} from "../../../pipelines/statistics/high-needs-forecast.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { spendDrivers } from "../../../pipelines/statistics/spend-drivers.ts";

const year = { inflow: [150, 10], inflation: 0.03, block: 19e6, transfer: 0 };
const worked: ForecastInput = {
  opening: [1000, 200],
  transitions: [
    [0.9, 0.04],
    [0.02, 0.93],
  ],
  unitCosts: [8000, 60_000],
  years: [year],
  otherSpend: 0,
  openingBalance: -2e6,
  interest: 0,
};
const long = { ...worked, years: [year, year, year, year] };

describe("the high needs forecast", () => {
  it("gives the worked example's children, spend and balance", () => {
    const [first] = expectValue(highNeedsForecast(worked)).years;
    expect(first!.closing).toEqual([1054, 236].map((value) => expect.closeTo(value, 9)));
    expect(first!.childYears).toEqual([1027, 218].map((value) => expect.closeTo(value, 9)));
    expect(first!.spend).toBeCloseTo(21_934_880, 4);
    expect(first!.balance).toBeCloseTo(-4_934_880, 4);
  });

  it("loses no child: opening and inflow are closing and exits", () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    const stock = fc.double({ min: 0, max: 5000, noNaN: true });
    fc.assert(
      fc.property(stock, stock, share, share, share, share, (a, b, p, q, r, s) => {
        const input = {
          ...long,
          opening: [a, b],
          transitions: [
            [p, q],
            [r, s],
          ],
        };
        const { years } = expectValue(highNeedsForecast(input));
        for (const { opening, closing, exits } of years) {
          const [before, after] = [opening, closing].map((of) => of[0]! + of[1]!);
          expect(before! + 160).toBeCloseTo(after! + exits, 6);
        }
        const drivers = spendDrivers(input, years)!;
        const sum = drivers.volume + drivers.mix + drivers.price;
        expect(Math.abs(sum - drivers.total)).toBeLessThan(1e-6 * Math.abs(years[3]!.spend));
      }),
    );
  });

  it("scales down, and names, a state whose shares add up to more than 1", () => {
    const over = {
      ...worked,
      transitions: [
        [0.9, 0.3],
        [0.02, 0.93],
      ],
    };
    const { years, rescaled } = expectValue(highNeedsForecast(over));
    expect(rescaled).toEqual([0]);
    expect(years[0]!.exits).toBeCloseTo(200 * 0.05, 9);
  });

  it("sends children a state has no place for to the next, and counts them", () => {
    const capacity = [
      { places: 1000, spillTo: 1 },
      { places: null, spillTo: null },
    ];
    const [first] = expectValue(highNeedsForecast({ ...worked, capacity })).years;
    expect(first!.closing).toEqual([1000, 290].map((value) => expect.closeTo(value, 9)));
    expect(first!.spilled).toBeCloseTo(54, 9);
    expect(first!.spend).toBeGreaterThan(21_934_880);
  });

  it("has the forecast itself as every quantile when nothing is uncertain", () => {
    const { spend, balance, deficitProbability } = expectValue(forecastUncertainty(long, [{}, {}]));
    const { years } = expectValue(highNeedsForecast(long));
    for (const { values } of spend) expect(values).toEqual(years.map((own) => own.spend));
    for (const { values } of balance) expect(values).toEqual(years.map((own) => own.balance));
    expect(deficitProbability).toBe(1);
  });

  it("takes an empty stock, and refuses shares below 0, shapes that differ and no draws", () => {
    const empty = { ...worked, opening: [0, 0] };
    expect(expectValue(highNeedsForecast(empty)).years[0]!.closing).toEqual([150, 10]);
    const below = {
      ...worked,
      transitions: [
        [-0.1, 0.3],
        [0.02, 0.93],
      ],
    };
    expect(highNeedsForecast(below).reason).toBe("invalid_input");
    expect(highNeedsForecast({ ...worked, unitCosts: [1] }).reason).toBe("invalid_input");
    expect(highNeedsForecast({ ...worked, years: [] }).reason).toBe("below_minimum_size");
    expect(forecastUncertainty(worked, []).reason).toBe("below_minimum_size");
  });
});
