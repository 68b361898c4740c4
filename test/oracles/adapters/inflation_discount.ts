import {
  discountFactor,
  growthSplit,
  realTerms,
  yearlyGrowth,
} from "../../../pipelines/statistics/real-terms.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  base_year: string;
  discount_rate: number;
  discount_from: string;
}

export const inflationDiscountAdapter: Adapter = (files) => {
  const params = files.json<Params>("params.json");
  const deflator = files.rows("deflator.csv");
  const years = deflator.map((row) => row.year!);
  const index = new Map(deflator.map((row) => [row.year!, number(row, "index")]));
  const start = years.indexOf(params.discount_from);
  const rows = files.rows("spend.csv").map((row) => {
    const [spend, childYears] = [number(row, "spend"), number(row, "child_years")];
    const real = realTerms(spend, row.year!, params.base_year, index);
    const factor = discountFactor(years.indexOf(row.year!) - start, params.discount_rate);
    return {
      year: row.year!,
      placement: row.placement!,
      spend,
      child_years: childYears,
      real,
      unit_nominal: spend / childYears,
      unit_real: real === null ? null : real / childYears,
      discount_factor: factor,
      present_value_real: real === null ? null : real * factor,
    };
  });
  const total = (of: (row: (typeof rows)[number]) => number | null) =>
    rows.reduce<number | null>((sum, row) => {
      const value = of(row);
      return sum === null || value === null ? null : sum + value;
    }, 0);
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const growth = { from: first.unit_real!, to: last.unit_real! };
  return {
    rows,
    total_real: total(({ real }) => real),
    total_pv: total(({ present_value_real }) => present_value_real),
    real_growth_pct: 100 * (growth.to / growth.from - 1),
    cagr_real_unit: yearlyGrowth(growth.from, growth.to, rows.length - 1),
    growth_decomposition: {
      ...growthSplit(
        { volume: first.child_years, unitCost: growth.from },
        { volume: last.child_years, unitCost: growth.to },
      ),
    },
  };
};
