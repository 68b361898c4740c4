import { z } from "zod";
import { shownTotal, toNearest } from "../../disclosure/protect.ts";
import { normalQuantile } from "../../statistics/distributions.ts";
import {
  type ForecastInput,
  type ForecastResult,
  highNeedsForecast,
} from "../../statistics/high-needs-forecast.ts";
import { quantile } from "../../statistics/moments.ts";
import { expectValue } from "../../statistics/result.ts";
import { type FlowDraw, flowDraws } from "../../statistics/stock-flow-draws.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { costByPlacement } from "../cost-by-placement/measure.ts";
import { defineMeasure, type PublishedRows, type RowOf } from "../define/measure.ts";
import { type Flows, readFlows } from "./flows.ts";
import { inflowMultiplier, type Lever, leveredShares } from "./scenario.ts";

export const PARTS = [
  "all",
  "mainstream",
  "state_special",
  "independent_special",
  "other",
] as const;

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority"),
  authority_name: z.string(),
  scenario: z.string().describe("A row of forecast_scenarios"),
  scenario_title: z.string().describe("What is taken to happen"),
  placement_group: z
    .enum(PARTS)
    .describe(
      "Where children are; other: any kind in which fewer than 30 are, and those not named",
    ),
  origin: z.number().describe("The January that is forecast from"),
  year: z.number().describe("The January that is forecast, or the one forecast from"),
  children: figure("Children placed, to the nearest five"),
  children_lower: figure("One draw in forty lies below"),
  children_upper: figure("One draw in forty lies above"),
  spend_gbp: figure(
    "Spend of the year up to it at the unit costs of `price_year`, with no index of prices; as exact as numbers of children are: to what five more or fewer at the end of a year cost",
  ),
  spend_lower: figure("One draw in forty lies below"),
  spend_upper: figure("One draw in forty lies above"),
  balance_gbp: figure(
    "Balance at the end of the year, where a grant is in forecast_grants; rounded as the spend",
  ),
  balance_lower: figure("One draw in forty lies below"),
  balance_upper: figure("One draw in forty lies above"),
  price_year: z
    .string()
    .nullable()
    .describe("Financial year whose unit costs are taken to go on, with no index of prices"),
};

export type HighNeedsForecastRow = RowOf<typeof columns>;

interface Grant extends Record<string, string | number | null> {
  authority_code: string;
  block_gbp: number;
  transfer_gbp: number;
  other_spend_gbp: number;
  opening_balance_gbp: number;
}

/** Children, spend and balance of an authority to three years ahead, as things are and in scenarios. */
export const highNeedsForecastRelease = defineMeasure({
  name: "high-needs-forecast",
  grain:
    "one row per authority with extracts of two Januaries or more, scenario, kind of placement (or all), and January",
  columns,
  key: [
    "authority_name",
    "authority_code",
    "scenario",
    { column: "placement_group", order: PARTS },
    "year",
  ],
  method: "forecast",
  component: "forecast/high-needs",
  disclosure:
    "Kinds of placement of fewer than 30 children are one with the others; children are to the nearest five and pounds to what so many at the end of a year cost; costs are the published ones",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      if (row.year !== row.origin || row.scenario !== "as now") continue;
      const placed = `${row.authority_code}, ${row.year}: placed, `;
      const own = { child_count: row.children };
      sums.say(`${placed}${row.placement_group}`, own);
      if (row.placement_group !== "all")
        sums.link(`${placed}all`, "forecast", `${placed}${row.placement_group}`);
    }
  },
  // Each kind of placement is a start of the whole forecast, so all of it waits where one may not be shown.
  contributors: ({ authority_code, origin }) =>
    PARTS.map((part) => `${authority_code}, ${origin}: placed, ${part}`),
  rows: async (warehouse, published) => ({ rows: await forecasts(warehouse, published) }),
});

/** Kinds of placement that an authority has enough children in, in the latest January, to stand alone. */
async function namedGroups(warehouse: Warehouse): Promise<Map<string, Set<string>>> {
  const rows = await warehouse.rows<{ authority_code: string; placement_group: string }>(`
    select authority_code, to_group as placement_group from forecast_stocks
    where to_group in ('mainstream', 'state_special', 'independent_special')
    group by authority_code, to_group, year
    having count(*) >= ${rule("fewest_forecast")}
    qualify year = max(year) over (partition by authority_code)`);
  const named = new Map<string, Set<string>>();
  for (const { authority_code, placement_group } of rows)
    named.set(authority_code, (named.get(authority_code) ?? new Set()).add(placement_group));
  return named;
}

async function forecasts(
  warehouse: Warehouse,
  published: PublishedRows,
): Promise<HighNeedsForecastRow[]> {
  const named = await namedGroups(warehouse);
  const flows = await readFlows(warehouse, (authority, group) =>
    named.get(authority)?.has(group) ? group : "other",
  );
  if (flows.length === 0) return [];
  const levers = await warehouse.rows<Lever & Record<string, never>>(
    "select * from reference_forecast_scenarios",
  );
  const grants = await warehouse.rows<Grant>("select * from reference_forecast_grants");
  const costs = await published(costByPlacement);
  const titles = new Map(levers.map(({ scenario, title }) => [scenario, title]));
  return flows
    .filter(({ placed }) => placed >= rule("fewest_placed_forecast"))
    .flatMap((own) => {
      const unit = unitCosts(own, costs);
      // The same draws in every scenario, so that scenarios differ by their levers alone.
      const drawn = flowDraws(
        {
          moves: own.moves,
          opening: own.opening,
          entrants: own.entrants,
          costs: own.states.map(({ group }, i) => ({ of: group, error: unit.errors[i]! })),
        },
        {
          years: rule("forecast_years"),
          draws: rule("forecast_draws"),
          seed: rule("forecast_seed"),
        },
      );
      return [...titles].flatMap(([scenario, title]) =>
        ofScenario(own, {
          flows,
          scenario,
          title,
          levers: levers.filter((one) => one.scenario === scenario),
          unit,
          drawn,
          grant: grants.find(({ authority_code }) => authority_code === own.authority_code),
        }),
      );
    });
}

type Costs = RowOf<(typeof costByPlacement)["columns"]>;

interface Unit {
  year: string | null;
  gbp: number[];
  /** Standard error of each as a share of it. */
  errors: number[];
}

/** What a year costs in each state: as published of the authority, else of all; of other kinds the mean of theirs. */
function unitCosts({ states, authority_code }: Flows, costs: readonly Costs[]): Unit {
  const year = costs
    .map(({ financial_year }) => financial_year)
    .sort()
    .at(-1);
  const latest = costs.filter((row) => row.financial_year === year && row.mean_gbp !== null);
  const costOf = (row: Costs) => (row.mean_gbp ?? 0) + (row.transport_mean_gbp ?? 0);
  const find = (code: string, group: string) =>
    latest.find((row) => row.authority_code === code && row.placement_group === group);
  const named = new Set(states.map(({ group }) => group));
  const rest = latest.filter(
    (row) => row.authority_code === "all" && !named.has(row.placement_group),
  );
  const children = (row: Costs) => row.child_count ?? 0;
  const all = rest.reduce((sum, row) => sum + children(row), 0);
  const other = all > 0 ? rest.reduce((sum, row) => sum + children(row) * costOf(row), 0) / all : 0;
  const errorOf = (row: Costs | undefined) =>
    row?.upper_gbp != null && row.lower_gbp !== null && row.mean_gbp
      ? (row.upper_gbp - row.lower_gbp) /
        (2 * normalQuantile((1 + rule("confidence_level")) / 2) * row.mean_gbp)
      : rule("unknown_cost_error");
  const own = states.map(({ group }) => find(authority_code, group) ?? find("all", group));
  return {
    year: year ?? null,
    gbp: own.map((row) => (row ? costOf(row) : other)),
    errors: own.map(errorOf),
  };
}

/**
 * Pounds that a forecast is rounded to: what as many of the dearest children as counts are rounded to cost
 * more where they come in the course of a year, in whole £10,000. The pounds of two scenarios less each
 * other would else give the few children who moved.
 */
const stepOf = (costs: readonly number[]): number =>
  10_000 * Math.max(1, Math.ceil((rule("count_step") * Math.max(0, ...costs)) / 2 / 10_000));

interface Asked {
  flows: readonly Flows[];
  scenario: string;
  title: string;
  levers: readonly Lever[];
  unit: Unit;
  drawn: readonly FlowDraw[];
  grant: Grant | undefined;
}

function ofScenario(own: Flows, asked: Asked): HighNeedsForecastRow[] {
  const { flows, scenario, title, levers, unit, drawn, grant } = asked;
  const inflow = inflowMultiplier(own, flows, levers);
  if (inflow === null) return [];
  const usual = own.opening.map(
    (_, i) =>
      (inflow * own.entrants.reduce((sum, year) => sum + year[i]!, 0)) / own.entrants.length,
  );
  const observed = own.moves.map((row) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return row.slice(0, -1).map((n) => (sum > 0 ? n / sum : 0));
  });
  const input: ForecastInput = {
    opening: own.opening,
    transitions: leveredShares(observed, own, levers),
    unitCosts: unit.gbp,
    years: Array.from({ length: rule("forecast_years") }, () => ({
      inflow: usual,
      inflation: 0,
      block: grant?.block_gbp ?? 0,
      transfer: grant?.transfer_gbp ?? 0,
    })),
    otherSpend: grant?.other_spend_gbp ?? 0,
    openingBalance: grant?.opening_balance_gbp ?? 0,
    interest: 0,
  };
  const draws = drawn.map((draw) =>
    expectValue(
      highNeedsForecast(
        { ...input, unitCosts: unit.gbp.map((gbp, i) => gbp * draw.costMultipliers[i]!) },
        {
          inflowMultipliers: draw.inflowMultipliers,
          transitions: leveredShares(draw.transitions, own, levers),
        },
      ),
    ),
  );
  const { years } = expectValue(highNeedsForecast(input));
  const groups = [...new Set(own.states.map(({ group }) => group))];
  const parts = PARTS.filter((part) => part === "all" || groups.includes(part));
  const isIn = (part: string) => own.states.map(({ group }) => part === "all" || group === part);
  const sumOf = (values: readonly number[], inside: readonly boolean[]) =>
    values.reduce((sum, value, i) => sum + (inside[i] ? value : 0), 0);
  return parts.flatMap((part) => {
    const inside = isIn(part);
    const head = {
      authority_code: own.authority_code,
      authority_name: own.authority_name,
      scenario,
      scenario_title: title,
      placement_group: part,
      origin: own.origin,
      price_year: unit.year,
    };
    const step = stepOf(unit.gbp.filter((_, i) => inside[i]));
    const spendOf = (year: ForecastResult) =>
      sumOf(year.spendByState, inside) + (part === "all" ? input.otherSpend : 0);
    const now: HighNeedsForecastRow = {
      ...head,
      year: own.origin,
      children: shownTotal(sumOf(own.opening, inside)),
      ...{ children_lower: null, children_upper: null },
      ...{ spend_gbp: null, spend_lower: null, spend_upper: null },
      ...{ balance_gbp: null, balance_lower: null, balance_upper: null },
    };
    const ahead = years.map((year, h): HighNeedsForecastRow => {
      const band = (of: (year: ForecastResult) => number, step: number) => {
        const drawn = draws.map((draw) => of(draw.years[h]!));
        return [
          toNearest(step, of(year)),
          toNearest(step, quantile(drawn, (1 - rule("confidence_level")) / 2)),
          toNearest(step, quantile(drawn, (1 + rule("confidence_level")) / 2)),
        ] as const;
      };
      const children = band(({ closing }) => sumOf(closing, inside), rule("count_step"));
      const hasCosts = unit.year !== null;
      const spend = hasCosts ? band(spendOf, step) : [null, null, null];
      const balance =
        grant && part === "all" && hasCosts ? band((one) => one.balance, step) : [null, null, null];
      return {
        ...head,
        year: own.origin + h + 1,
        ...{ children: children[0], children_lower: children[1], children_upper: children[2] },
        ...{ spend_gbp: spend[0]!, spend_lower: spend[1]!, spend_upper: spend[2]! },
        ...{ balance_gbp: balance[0]!, balance_lower: balance[1]!, balance_upper: balance[2]! },
      };
    });
    return [now, ...ahead];
  });
}
