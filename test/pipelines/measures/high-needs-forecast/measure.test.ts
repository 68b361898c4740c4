import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Flows } from "../../../../pipelines/measures/high-needs-forecast/flows.ts";
import {
  type HighNeedsForecastRow,
  highNeedsForecastRelease,
} from "../../../../pipelines/measures/high-needs-forecast/measure.ts";
import {
  inflowMultiplier,
  leveredShares,
} from "../../../../pipelines/measures/high-needs-forecast/scenario.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("children and spend to come, in the sample", () => {
  let warehouse: Warehouse;
  let rows: HighNeedsForecastRow[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await highNeedsForecastRelease.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  const of = (scenario: string, group: string, year: number) =>
    rows.find(
      (row) =>
        row.authority_code === "X10000001" &&
        row.scenario === scenario &&
        row.placement_group === group &&
        row.year === year,
    )!;

  it("begins with the children who were placed on the last January", async () => {
    const { n, year } = await warehouse.one<{ n: number; year: number }>(`
      select count(distinct child_id)::integer as n, max(year) as year from january_placements
      where authority_code = 'X10000001' and year = (select max(year) from january_placements where authority_code = 'X10000001')`);
    expect(Math.abs(of("as now", "all", year).children! - n)).toBeLessThan(3);
  });

  it("has the children a year ahead that the counted moves and entries come to", async () => {
    // Written out again, one sum: each child of last January counts with the share of its place and age that stayed with the authority.
    const { expected, origin } = await warehouse.one<{ expected: number; origin: number }>(`
      with named as (
        select *, max(year) over () + 1 as origin,
          if(from_group in ('mainstream', 'state_special', 'independent_special'), from_group, 'other') as from_kind,
          if(to_group in ('mainstream', 'state_special', 'independent_special'), to_group, 'other') as to_kind
        from forecast_stocks where authority_code = 'X10000001'
      ), stays as (
        select from_kind, from_age, count(*) filter (to_group <> 'left') / count(*) as share
        from named where from_group <> 'entered' group by all
      ), opening as (
        select to_kind as from_kind, to_age as from_age, count(*) as n from named
        where year = origin - 1 and to_group <> 'left' group by all
      )
      select (select sum(n * coalesce(share, 0)) from opening left join stays using (from_kind, from_age))
        + (select count(*) filter (from_group = 'entered') / count(distinct year) from named) as expected,
        (select any_value(origin) from named) as origin`);
    const row = of("as now", "all", origin + 1);
    expect(Math.abs(row.children! - expected)).toBeLessThanOrEqual(2.5);
    expect(row.children_lower).toBeLessThan(row.children!);
    expect(row.children_upper).toBeGreaterThan(row.children!);
  });

  it("adds the years' grant less spend to the balance", () => {
    const years = rows.filter((row) => row.balance_gbp !== null && row.scenario === "as now");
    expect(years.length).toBe(3);
    // Each is rounded to what five children of the dearest kind, of under £100,000, add in half a year.
    const off = 250_000 / 2;
    let balance = -2_000_000;
    for (const [i, row] of years.entries()) {
      balance += 11_500_000 - row.spend_gbp!;
      expect(Math.abs(row.balance_gbp! - balance)).toBeLessThanOrEqual((i + 2) * off);
    }
  });

  it("moves children back to mainstream where returns double, and none in or out", () => {
    const [first] = rows;
    const year = first!.origin + 3;
    expect(of("returns doubled", "mainstream", year).children!).toBeGreaterThan(
      of("as now", "mainstream", year).children!,
    );
    expect(of("returns doubled", "all", year).spend_gbp!).toBeLessThan(
      of("as now", "all", year).spend_gbp!,
    );
  });

  it("shows no kind of placement of fewer than 30 children by itself", () => {
    for (const row of rows)
      if (row.year === row.origin) expect(row.children).toBeGreaterThanOrEqual(30);
  });
});

const flows = (entrants: number[][], placed: number): Flows => ({
  authority_code: `${placed}`,
  authority_name: "",
  origin: 2026,
  states: [
    { group: "state_special", age: "a" },
    { group: "mainstream", age: "a" },
  ],
  opening: [10, 10],
  moves: [],
  entrants,
  placed,
});

describe("levers of a scenario", () => {
  it("take what goes one way more out of those who stay", () => {
    const lever = { scenario: "", title: "", lever: "move" as const, source: "" };
    const own = flows([[1, 1]], 20);
    const shares = leveredShares(
      [
        [0.8, 0.1],
        [0.05, 0.9],
      ],
      own,
      [{ ...lever, from_group: "state_special", to_group: "mainstream", multiplier: 2 }],
    );
    expect(shares[0]![0]).toBeCloseTo(0.7, 10);
    expect(shares[0]![1]).toBeCloseTo(0.2, 10);
    expect(shares[1]).toEqual([0.05, 0.9]);
  });

  it("take entries for each child placed from the others", () => {
    const lever = {
      ...{ scenario: "", title: "", lever: "inflow" as const, source: "" },
      ...{ from_group: null, to_group: null, multiplier: null },
    };
    const [own, other] = [flows([[4, 6]], 100), flows([[2, 2]], 80)];
    expect(inflowMultiplier(own, [own, other], [lever])).toBeCloseTo(0.05 / 0.1, 10);
    expect(inflowMultiplier(own, [own], [lever])).toBeNull();
    expect(inflowMultiplier(own, [own], [])).toBe(1);
  });
});
