import {
  type ForecastInput,
  forecastUncertainty,
  highNeedsForecast,
} from "../../../pipelines/statistics/high-needs-forecast.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { spendDrivers } from "../../../pipelines/statistics/spend-drivers.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  inflation: number[];
  opening_dsg_balance: number;
  interest_rate: number;
  other_high_needs: number;
}

export const highNeedsForecastAdapter: Adapter = (files) => {
  const params = files.json<Params>("params.json");
  const states = files.columns("transition_probs.csv").slice(1);
  const byState = (file: string, column: string) => {
    const rows = new Map(files.rows(file).map((row) => [row.state!, number(row, column)]));
    return states.map((state) => rows.get(state)!);
  };
  const shares = new Map(
    files
      .rows("transition_probs.csv")
      .map((row) => [row.from!, states.map((to) => number(row, to))]),
  );
  const funding = files.rows("funding.csv");
  const input: ForecastInput = {
    opening: byState("opening_stock.csv", "children"),
    transitions: states.map((state) => shares.get(state)!),
    unitCosts: byState("unit_costs.csv", "unit_cost"),
    years: files.rows("inflows.csv").map((row, h) => ({
      inflow: states.map((state) => number(row, state)),
      inflation: params.inflation[h]!,
      block: number(funding[h]!, "high_needs_block"),
      transfer: number(funding[h]!, "block_transfer"),
    })),
    otherSpend: params.other_high_needs,
    openingBalance: params.opening_dsg_balance,
    interest: params.interest_rate,
  };
  const draws = files.rows("draws.csv").map((row) => ({
    transitions: states.map((from) => states.map((to) => number(row, `p_${from}_${to}`))),
    inflowMultipliers: input.years.map((_, h) => number(row, `inflow_mult_${h + 1}`)),
    costMultiplier: number(row, "cost_mult"),
  }));
  const { years } = expectValue(highNeedsForecast(input));
  const uncertainty = expectValue(forecastUncertainty(input, draws));
  const drivers = spendDrivers(input, years)!;
  const named = (quantiles: readonly { p: number; values: number[] }[]) =>
    Object.fromEntries(quantiles.map(({ p, values }) => [String(p), values]));
  return {
    states,
    deterministic: years.map((year, h) => ({
      year: h + 1,
      opening: year.opening,
      closing: year.closing,
      exits: year.exits,
      child_years: year.childYears,
      spend_by_state: year.spendByState,
      spend: year.spend,
      income: year.income,
      in_year: year.inYear,
      balance: year.balance,
    })),
    spend_quantiles: named(uncertainty.spend),
    balance_quantiles: named(uncertainty.balance),
    prob_balance_negative_final: uncertainty.deficitProbability,
    decomposition: {
      ...drivers,
      check: drivers.volume + drivers.mix + drivers.price - drivers.total,
    },
  };
};
