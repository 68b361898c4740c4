import { group } from "d3";
import {
  type Backtested,
  backtest,
  band,
  bandHolds,
  GROWTH_RULES,
  type GrowthRule,
  grown,
  percentageError,
  type Series,
} from "../../statistics/growth-forecast.ts";
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
  /** Share of outcomes inside the bands that other origins give. */
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
  value: number;
  lower_80: number;
  upper_80: number;
  lower_95: number;
  upper_95: number;
  /** Share of past outcomes that such bands held which had not seen their January. */
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
  const national = units.get(ENGLAND);
  const councils = new Map([...units].filter(([code]) => code !== ENGLAND));
  const years = [...(national?.keys() ?? [])].sort((a, b) => a - b);
  const [first, last] = [years[0], years.at(-1)];
  if (!national || first === undefined || last === undefined || years.length < 4) {
    return { forecasts: [], tested: [], past: [] };
  }
  // The first year's growth is not known, and growth of one year alone tests nothing.
  const origins = years.slice(2, -1);
  const tests = backtest(councils, national, { origins, horizons: HORIZONS });
  const tested = HORIZONS.flatMap((ahead) =>
    testedRules(
      indicator,
      ahead,
      tests.filter((test) => test.ahead === ahead),
    ),
  );
  const forecasts = tested
    .filter(({ is_used }) => is_used)
    .flatMap(({ ahead, rule, held_80, held_95 }) => {
      const past = tests.filter((test) => test.ahead === ahead && test.rule === rule);
      const [b80, b95] = [band(past, 0.8), band(past, 0.95)];
      return [...councils].flatMap(([authority_code, series]) => {
        const value = grown(series, national, { rule, origin: last, ahead });
        const now = series.get(last);
        if (value === null || now === undefined) return [];
        const times = (factor: number) => Math.round(value * factor);
        return [
          {
            ...{ authority_code, indicator, origin: last, now, ahead, year: last + ahead, rule },
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

function testedRules(indicator: string, ahead: number, tests: readonly Backtested[]): RuleTested[] {
  if (tests.length === 0) return [];
  const origins = tests.map(({ origin }) => origin);
  const of = (rule: GrowthRule) => tests.filter((test) => test.rule === rule);
  const errors = new Map(GROWTH_RULES.map((rule) => [rule, percentageError(of(rule))]));
  const best = [...errors].reduce((a, b) => (b[1] < a[1] ? b : a))[0];
  const share = (value: number) => (Number.isNaN(value) ? null : value);
  return GROWTH_RULES.map((rule) => ({
    ...{ indicator, ahead, rule },
    error: errors.get(rule)!,
    forecasts: of(rule).length,
    authorities: new Set(of(rule).map(({ unit }) => unit)).size,
    first_origin: Math.min(...origins),
    last_origin: Math.max(...origins),
    held_80: share(bandHolds(of(rule), 0.8)),
    held_95: share(bandHolds(of(rule), 0.95)),
    is_used: rule === best,
  }));
}
