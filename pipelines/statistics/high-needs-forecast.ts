import { quantile } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

export interface ForecastYear {
  /** Children coming in, by state. */
  inflow: readonly number[];
  /** Price rise on the year before: 0.03 is 3%. */
  inflation: number;
  /** Pounds: high needs block, and transfer from other blocks. */
  block: number;
  transfer: number;
}

export interface ForecastInput {
  /** Children in each state when the first year opens. */
  opening: readonly number[];
  /** Share moving from each state to each in a year; the rest of a row leaves. */
  transitions: readonly (readonly number[])[];
  /** Pounds a child-year, in prices of the year before the first. */
  unitCosts: readonly number[];
  years: readonly ForecastYear[];
  /** High needs spend that does not follow children, in the same prices. */
  otherSpend: number;
  openingBalance: number;
  interest: number;
  /** Places a state has, null for no limit, and the state that takes what it cannot. */
  capacity?: readonly { places: number | null; spillTo: number | null }[];
}

/** One way the future may go: drawn outside, so that a seed or a file reproduces it. */
export interface ForecastDraw {
  transitions?: readonly (readonly number[])[];
  inflowMultipliers?: readonly number[];
  costMultiplier?: number;
}

export interface ForecastResult {
  opening: number[];
  closing: number[];
  exits: number;
  /** Mean of opening and closing: moves spread evenly over the year. */
  childYears: number[];
  spendByState: number[];
  spend: number;
  income: number;
  inYear: number;
  balance: number;
  /** Children placed elsewhere for want of places. */
  spilled: number;
}

export interface Forecast {
  years: ForecastResult[];
  /** States whose shares added up to more than 1 and were scaled down to it. */
  rescaled: number[];
}

/**
 * High needs children, spend and balance year by year under fixed transition shares. Unit costs do
 * not depend on volume. Refuses shapes that do not fit, shares and stocks below 0, and no years.
 */
export function highNeedsForecast(input: ForecastInput, draw: ForecastDraw = {}): Result<Forecast> {
  const states = input.opening.length;
  const given = draw.transitions ?? input.transitions;
  const fits =
    given.length === states &&
    given.every((row) => row.length === states && row.every((share) => share >= 0)) &&
    input.unitCosts.length === states &&
    input.opening.every((children) => children >= 0) &&
    input.years.every(({ inflow }) => inflow.length === states) &&
    (input.capacity === undefined || input.capacity.length === states);
  if (states === 0 || input.years.length === 0) return refused("below_minimum_size");
  if (!fits) return refused("invalid_input");
  const rescaled: number[] = [];
  const shares = given.map((row, i) => {
    const total = row.reduce((sum, share) => sum + share, 0);
    if (!(total > 1)) return [...row];
    rescaled.push(i);
    return row.map((share) => share / total);
  });
  const { costMultiplier = 1, inflowMultipliers } = draw;
  let opening = [...input.opening];
  let balance = input.openingBalance;
  let prices = 1;
  const years = input.years.map(({ inflow, inflation, block, transfer }, h): ForecastResult => {
    prices *= 1 + inflation;
    const multiplier = inflowMultipliers?.[h] ?? 1;
    const wanted = opening.map((_, j) =>
      shares.reduce((sum, row, i) => sum + opening[i]! * row[j]!, inflow[j]! * multiplier),
    );
    const { placed: closing, spilled } = place(wanted, input.capacity);
    const childYears = opening.map((value, i) => (value + closing[i]!) / 2);
    const spendByState = childYears.map(
      (value, i) => value * input.unitCosts[i]! * costMultiplier * prices,
    );
    const spend = spendByState.reduce((sum, value) => sum + value, input.otherSpend * prices);
    const income = block + transfer;
    balance = balance * (1 + input.interest) + income - spend;
    const exits = shares.reduce(
      (sum, row, i) => sum + opening[i]! * (1 - row.reduce((total, share) => total + share, 0)),
      0,
    );
    const year = { opening, closing, exits, childYears, spendByState, spend, income };
    opening = closing;
    return { ...year, inYear: income - spend, balance, spilled };
  });
  return found({ years, rescaled });
}

/** Moves what does not fit on to the next state, in the stated order; a ring of full states keeps it. */
function place(wanted: readonly number[], capacity: ForecastInput["capacity"]) {
  const placed = [...wanted];
  let spilled = 0;
  if (capacity === undefined) return { placed, spilled };
  for (let pass = 0; pass < wanted.length; pass++) {
    capacity.forEach(({ places, spillTo }, i) => {
      const excess = places === null || spillTo === null ? 0 : placed[i]! - places;
      if (!(excess > 0)) return;
      placed[i] = placed[i]! - excess;
      placed[spillTo!] = placed[spillTo!]! + excess;
      spilled += excess;
    });
  }
  return { placed, spilled };
}

export interface ForecastUncertainty {
  /** By quantile, then year. */
  spend: { p: number; values: number[] }[];
  balance: { p: number; values: number[] }[];
  /** Chance of ending in deficit. */
  deficitProbability: number;
}

/** Type-7 quantiles over draws. Refuses no draws, and what a single forecast refuses. */
export function forecastUncertainty(
  input: ForecastInput,
  draws: readonly ForecastDraw[],
  quantiles: readonly number[] = [0.025, 0.1, 0.5, 0.9, 0.975],
): Result<ForecastUncertainty> {
  if (draws.length === 0) return refused("below_minimum_size");
  const runs: ForecastResult[][] = [];
  for (const draw of draws) {
    const run = highNeedsForecast(input, draw);
    if (run.reason !== null) return run;
    runs.push(run.value.years);
  }
  const over = (of: (year: ForecastResult) => number) =>
    quantiles.map((p) => ({
      p,
      values: input.years.map((_, h) =>
        quantile(
          runs.map((years) => of(years[h]!)),
          p,
        ),
      ),
    }));
  return found({
    spend: over(({ spend }) => spend),
    balance: over(({ balance }) => balance),
    deficitProbability: runs.filter((years) => years.at(-1)!.balance < 0).length / runs.length,
  });
}
