/** Price index by year, of one vintage: never mix figures deflated with two. */
export type PriceIndex = ReadonlyMap<string, number>;

/** An amount in the base year's prices; null where either year has no index above 0. */
export function realTerms(
  amount: number,
  year: string,
  baseYear: string,
  index: PriceIndex,
): number | null {
  const [own, base] = [index.get(year), index.get(baseYear)];
  return own !== undefined && base !== undefined && own > 0 && base > 0
    ? (amount * base) / own
    : null;
}

/** Social time preference rate of the Green Book (HM Treasury 2022) for real amounts. */
export const greenBookRate = 0.035;

/** What one pound so many years on is worth now; years before now are worth more. */
export function discountFactor(years: number, rate = greenBookRate): number {
  return 1 / (1 + rate) ** years;
}

/** Constant yearly growth from one amount to another; null where there is none. */
export function yearlyGrowth(from: number, to: number, years: number): number | null {
  return from > 0 && to >= 0 && years > 0 ? (to / from) ** (1 / years) - 1 : null;
}

export interface SpendYear {
  volume: number;
  unitCost: number;
}

/**
 * Change in spend split into more volume and dearer units, each at the mean of both years' other
 * side (Bennet 1920): the two add up to it exactly.
 */
export function growthSplit(from: SpendYear, to: SpendYear): { volume: number; price: number } {
  return {
    volume: ((to.volume - from.volume) * (from.unitCost + to.unitCost)) / 2,
    price: ((to.unitCost - from.unitCost) * (from.volume + to.volume)) / 2,
  };
}
