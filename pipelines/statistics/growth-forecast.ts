import { mean, quantile } from "./moments.ts";

/** Counts of one unit by year; a year that is missing is missing here. */
export type Series = ReadonlyMap<number, number>;

/** How next year's growth is guessed from last year's: the unit's own, the nation's, or half of each. */
export const GROWTH_RULES = ["own", "national", "half"] as const;
export type GrowthRule = (typeof GROWTH_RULES)[number];

/** Growth in the year before `year`: 0.1 is a tenth more. Null where either year is missing or 0. */
export function lastGrowth(series: Series, year: number): number | null {
  const [before, now] = [series.get(year - 1), series.get(year)];
  return before && now ? now / before - 1 : null;
}

/**
 * A series that grows from each year to the next as the units do that have both, all taken together;
 * 1 in the last year.
 *
 * @param years in order
 */
export function ofSameUnits(units: readonly Series[], years: readonly number[]): Series {
  const last = years.at(-1);
  const series = new Map<number, number>();
  if (last === undefined) return series;
  series.set(last, 1);
  for (const year of years.slice(1).reverse()) {
    const both = units.filter((unit) => unit.has(year - 1) && unit.has(year));
    const sum = (of: number) => both.reduce((total, unit) => total + unit.get(of)!, 0);
    series.set(year - 1, (series.get(year)! * sum(year - 1)) / sum(year));
  }
  return series;
}

/**
 * The count `ahead` years after `origin`, if growth stays what the rule takes it to be. Reads nothing
 * later than the origin. Null where a year that it needs is missing.
 */
export function grown(
  series: Series,
  national: Series,
  { rule, origin, ahead }: { rule: GrowthRule; origin: number; ahead: number },
): number | null {
  const [own, all] = [lastGrowth(series, origin), lastGrowth(national, origin)];
  const now = series.get(origin);
  if (own === null || all === null || now === undefined) return null;
  const growth = { own, national: all, half: (own + all) / 2 }[rule];
  return now * (1 + growth) ** ahead;
}

/** One forecast of the past beside what came. */
export interface Backtested {
  unit: string;
  rule: GrowthRule;
  origin: number;
  ahead: number;
  forecast: number;
  actual: number;
}

/**
 * Forecasts from every origin as they would have been made then (rolling origins), beside what came:
 * of units whose series has every year from the first to the last that any has.
 */
export function backtest(
  units: ReadonlyMap<string, Series>,
  national: Series,
  { origins, horizons }: { origins: readonly number[]; horizons: readonly number[] },
): Backtested[] {
  const years = [...new Set([...units.values()].flatMap((series) => [...series.keys()]))];
  const whole = [...units].filter(([, series]) => years.every((year) => series.get(year)));
  return whole.flatMap(([unit, series]) =>
    GROWTH_RULES.flatMap((rule) =>
      origins.flatMap((origin) =>
        horizons.flatMap((ahead) => {
          const forecast = grown(series, national, { rule, origin, ahead });
          const actual = series.get(origin + ahead);
          return forecast === null || actual === undefined
            ? []
            : [{ unit, rule, origin, ahead, forecast, actual }];
        }),
      ),
    ),
  );
}

/** Mean absolute percentage error: 4 is 4 per cent of what came. NaN of none. */
export const percentageError = (tests: readonly Backtested[]): number =>
  100 * mean(tests.map(({ forecast, actual }) => Math.abs(forecast / actual - 1)));

/** Factors on a forecast between which the share of past outcomes lay: from the ratio of what came to it. */
export function band(tests: readonly Backtested[], share: number): { low: number; high: number } {
  const ratios = tests.map(({ forecast, actual }) => Math.log(actual / forecast));
  const tail = (1 - share) / 2;
  return { low: Math.exp(quantile(ratios, tail)), high: Math.exp(quantile(ratios, 1 - tail)) };
}

/**
 * Share of forecasts whose outcome lay in the band that the other origins give: those of one origin
 * share what happened in the nation that year, so a band must not have seen it. NaN of one origin.
 */
export function bandHolds(tests: readonly Backtested[], share: number): number {
  const origins = [...new Set(tests.map(({ origin }) => origin))];
  if (origins.length < 2) return Number.NaN;
  const held = origins.flatMap((left) => {
    const { low, high } = band(
      tests.filter(({ origin }) => origin !== left),
      share,
    );
    return tests
      .filter(({ origin }) => origin === left)
      .map(({ forecast, actual }) => Number(actual >= forecast * low && actual <= forecast * high));
  });
  return mean(held);
}
