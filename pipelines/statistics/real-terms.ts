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

export interface SpendSplit {
  volume: number;
  mix: number;
  price: number;
  total: number;
}

/**
 * Change in spend on several kinds of unit split into more units of the same mix, a shift between
 * kinds, and dearer units of the same kind (Bennet 1920 within and over the kinds): the three add up
 * to it exactly. Null where a kind has no unit in either year, and so no price.
 *
 * @param from the kinds in one order
 * @param to the same kinds in the same order
 */
export function spendSplit(
  from: readonly SpendYear[],
  to: readonly SpendYear[],
): SpendSplit | null {
  const kinds = from.map((year, i) => ({ from: year, to: to[i] }));
  const hasPrice = (year: SpendYear | undefined): boolean =>
    year !== undefined && year.volume > 0 && Number.isFinite(year.unitCost);
  if (kinds.length === 0 || from.length !== to.length) return null;
  if (!kinds.every((kind) => hasPrice(kind.from) && hasPrice(kind.to))) return null;
  const split = kinds.map((kind) => growthSplit(kind.from, kind.to!));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const all = (years: readonly SpendYear[]): SpendYear => {
    const volume = sum(years.map((year) => year.volume));
    return { volume, unitCost: sum(years.map((year) => year.volume * year.unitCost)) / volume };
  };
  const [first, last] = [all(from), all(to)];
  const price = sum(split.map((kind) => kind.price));
  const { volume } = growthSplit(first, last);
  return {
    volume,
    mix: sum(split.map((kind) => kind.volume)) - volume,
    price,
    total: last.volume * last.unitCost - first.volume * first.unitCost,
  };
}
