import { group } from "d3";
import {
  type Backtested,
  backtest,
  band,
  bandHolds,
  GROWTH_RULES,
  type GrowthRule,
  grown,
  ofSameUnits,
  percentageError,
  type Series,
} from "../../statistics/growth-forecast.ts";
import { quantile } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** Plans, and plans by where they are placed. */
export const FORECAST = [
  "ehc_plans",
  "mainstream_plans",
  "special_plans",
  "further_education_plans",
  "elsewhere_plans",
] as const;

/** Thirds of councils by how many such plans they had in the January that is forecast from. */
export const SIZES = ["fewest", "middle", "most"] as const;
type Size = (typeof SIZES)[number];

const ENGLAND = "E92000001";
const HORIZONS = [1, 2, 3] as const;

/** How well a rule foretold a kind of plan so many years ahead, and whether it is the one used. */
export interface RuleTested {
  indicator: string;
  ahead: number;
  rule: GrowthRule;
  /** Mean absolute percentage error, and of how many forecasts of how many authorities. */
  error: number;
  forecasts: number;
  authorities: number;
  first_origin: number;
  last_origin: number;
  /** Share of outcomes inside the bands that other origins give of councils of the same size. */
  held_80: number | null;
  held_95: number | null;
  is_used: boolean;
}

export interface PlanForecast {
  authority_code: string;
  indicator: string;
  origin: number;
  now: number;
  ahead: number;
  year: number;
  rule: GrowthRule;
  size: Size;
  value: number;
  lower_80: number;
  upper_80: number;
  lower_95: number;
  upper_95: number;
  /** Share of past outcomes of councils of the same size that bands held which had not seen their January. */
  held_80: number | null;
  held_95: number | null;
}

/** What the rule that is used would have said of a January, so many years before, and what came. */
export interface PastForecast {
  authority_code: string;
  year: number;
  ahead: number;
  rule: GrowthRule;
  value: number;
  came: number;
}

/**
 * Plans of every authority to three years ahead, by whichever simple rule has foretold them best, and
 * how well each rule has, and what it would have said of all plans. Nothing where fewer than four Januaries are published.
 *
 * @param warehouse one whose `indicators` are built
 */
export async function planForecasts(
  warehouse: Warehouse,
): Promise<{ forecasts: PlanForecast[]; tested: RuleTested[]; past: PastForecast[] }> {
  const rows = await warehouse.rows<{
    authority_code: string;
    indicator: string;
    year: number;
    value: number;
  }>(sql`
    select authority_code, indicator, period::integer as year, value from indicators
    where indicator in ${[...FORECAST]} and value is not null and authority_code not like 'E12%'
      and (indicator = 'ehc_plans' or (authority_code, period) not in (
        select (authority_code, period) from indicators
        where indicator = 'placement_not_recorded_share' and value > ${100 * rule("most_not_recorded")}
      ))
    order by authority_code, indicator, year`);
  const made = [...group(rows, (row) => row.indicator)].map(([indicator, own]) => {
    const units = new Map(
      [...group(own, (row) => row.authority_code)].map(([code, years]): [string, Series] => [
        code,
        new Map(years.map(({ year, value }) => [year, value])),
      ]),
    );
    return ofIndicator(indicator, units);
  });
  return {
    forecasts: made.flatMap(({ forecasts }) => forecasts),
    tested: made.flatMap(({ tested }) => tested),
    past: made.flatMap(({ past }) => past),
  };
}

function ofIndicator(
  indicator: string,
  units: Map<string, Series>,
): { forecasts: PlanForecast[]; tested: RuleTested[]; past: PastForecast[] } {
  const england = units.get(ENGLAND);
  const councils = new Map([...units].filter(([code]) => code !== ENGLAND));
  const years = [...(england?.keys() ?? [])].sort((a, b) => a - b);
  const [first, last] = [years[0], years.at(-1)];
  if (!england || first === undefined || last === undefined || years.length < 4) {
    return { forecasts: [], tested: [], past: [] };
  }
  // England's plans of a placement lack the councils that sent totals alone, others from year to year.
  const national = indicator === FORECAST[0] ? england : ofSameUnits([...councils.values()], years);
  // The first year's growth is not known, and growth of one year alone tests nothing.
  const origins = years.slice(2, -1);
  const sizeOf = sizesOf(councils);
  const tests = backtest(councils, national, { origins, horizons: HORIZONS }).map((test) => ({
    ...test,
    size: sizeOf(test.unit, test.origin)!,
  }));
  const tested = HORIZONS.flatMap((ahead) =>
    testedRules(
      indicator,
      ahead,
      tests.filter((test) => test.ahead === ahead),
    ),
  );
  const forecasts = tested
    .filter(({ is_used }) => is_used)
    .flatMap(({ ahead, rule }) => {
      const past = tests.filter((test) => test.ahead === ahead && test.rule === rule);
      const bands = new Map(
        SIZES.map((size) => [size, bandsOf(past.filter((test) => test.size === size))]),
      );
      return [...councils].flatMap(([authority_code, series]) => {
        const value = grown(series, national, { rule, origin: last, ahead });
        const now = series.get(last);
        const size = sizeOf(authority_code, last);
        if (value === null || now === undefined || size === null) return [];
        const { b80, b95, held_80, held_95 } = bands.get(size)!;
        const times = (factor: number) => Math.round(value * factor);
        return [
          {
            ...{
              authority_code,
              indicator,
              origin: last,
              now,
              ahead,
              year: last + ahead,
              rule,
              size,
            },
            value: Math.round(value),
            lower_80: times(b80.low),
            upper_80: times(b80.high),
            lower_95: times(b95.low),
            upper_95: times(b95.high),
            ...{ held_80, held_95 },
          },
        ];
      });
    });
  const used = new Map(
    tested.filter(({ is_used }) => is_used).map(({ ahead, rule }) => [ahead, rule]),
  );
  const past = tests
    .filter(({ ahead, rule }) => indicator === FORECAST[0] && used.get(ahead) === rule)
    .map(({ unit, origin, ahead, rule, forecast, actual }) => ({
      ...{ authority_code: unit, year: origin + ahead, ahead, rule },
      ...{ value: Math.round(forecast), came: actual },
    }));
  return { forecasts, tested, past };
}

/** In which third by its count of a January a council is; null where it has none. */
function sizesOf(councils: ReadonlyMap<string, Series>) {
  const cuts = new Map<number, [number, number]>();
  return (code: string, year: number): Size | null => {
    const count = councils.get(code)?.get(year);
    if (count === undefined) return null;
    if (!cuts.has(year)) {
      const counts = [...councils.values()].flatMap((series) => series.get(year) ?? []);
      cuts.set(year, [quantile(counts, 1 / 3), quantile(counts, 2 / 3)]);
    }
    const [low, high] = cuts.get(year)!;
    return count <= low ? "fewest" : count <= high ? "middle" : "most";
  };
}

/** A council with few plans is further out than one with many, so that each size has bands of its own. */
const bandsOf = (past: readonly Backtested[]) => ({
  b80: band(past, 0.8),
  b95: band(past, 0.95),
  held_80: numberOrNull(bandHolds(past, 0.8)),
  held_95: numberOrNull(bandHolds(past, 0.95)),
});

const numberOrNull = (share: number): number | null => (Number.isNaN(share) ? null : share);

/** Share of all outcomes inside the bands of councils of their size. */
const heldBySize = (tests: readonly Sized[], share: number): number | null =>
  numberOrNull(
    SIZES.map((size) => tests.filter((test) => test.size === size)).reduce(
      (sum, own) => sum + (own.length / tests.length) * bandHolds(own, share),
      0,
    ),
  );

type Sized = Backtested & { size: Size };

function testedRules(indicator: string, ahead: number, tests: readonly Sized[]): RuleTested[] {
  if (tests.length === 0) return [];
  const origins = tests.map(({ origin }) => origin);
  const of = (rule: GrowthRule) => tests.filter((test) => test.rule === rule);
  const errors = new Map(GROWTH_RULES.map((rule) => [rule, percentageError(of(rule))]));
  const best = [...errors].reduce((a, b) => (b[1] < a[1] ? b : a))[0];
  return GROWTH_RULES.map((rule) => ({
    ...{ indicator, ahead, rule },
    error: errors.get(rule)!,
    forecasts: of(rule).length,
    authorities: new Set(of(rule).map(({ unit }) => unit)).size,
    first_origin: Math.min(...origins),
    last_origin: Math.max(...origins),
    held_80: heldBySize(of(rule), 0.8),
    held_95: heldBySize(of(rule), 0.95),
    is_used: rule === best,
  }));
}
