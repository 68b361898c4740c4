import type { ForecastInput, ForecastResult } from "./high-needs-forecast.ts";
import { dot } from "./matrix.ts";

export interface SpendDrivers {
  /** More children at the first year's mix and prices, another mix, and dearer prices. */
  volume: number;
  mix: number;
  price: number;
  /** Change in spend from the first year to the last: the three add up to it exactly. */
  total: number;
}

/** What drives spend over a forecast, in that order; null without children in both years. */
export function spendDrivers(
  { unitCosts, years: given, otherSpend }: ForecastInput,
  years: readonly ForecastResult[],
): SpendDrivers | null {
  const [first, last] = [years[0]!, years.at(-1)!];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const [n1, nH] = [sum(first.childYears), sum(last.childYears)];
  if (!(n1 > 0 && nH > 0)) return null;
  const [cost1, costH] = [
    dot(first.childYears, unitCosts) / n1,
    dot(last.childYears, unitCosts) / nH,
  ];
  const prices1 = 1 + given[0]!.inflation;
  const pricesH = given.reduce((product, { inflation }) => product * (1 + inflation), 1);
  return {
    volume: (nH - n1) * cost1 * prices1,
    mix: nH * (costH - cost1) * prices1,
    price: (nH * costH + otherSpend) * (pricesH - prices1),
    total: last.spend - first.spend,
  };
}
