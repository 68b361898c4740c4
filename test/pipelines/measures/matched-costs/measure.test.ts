import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CostAvoidance,
  costAvoidance,
} from "../../../../pipelines/measures/cost-avoidance/measure.ts";
import {
  type MatchedCosts,
  matchedCosts,
} from "../../../../pipelines/measures/matched-costs/measure.ts";
import {
  type NeedAndCost,
  needAndCost,
} from "../../../../pipelines/measures/need-and-cost/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("need, placement and cost, in the sample", () => {
  let warehouse: Warehouse;
  let matched: MatchedCosts[];
  let needs: NeedAndCost[];
  let avoided: CostAvoidance[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows: matched } = await matchedCosts.rows(warehouse));
    ({ rows: needs } = await needAndCost.rows(warehouse));
    ({ rows: avoided } = await costAvoidance.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  const ofAll = <T extends { authority_code: string }>(rows: readonly T[]) =>
    rows.filter((row) => row.authority_code === "all");

  it("finds the planted difference between a state special school and mainstream", () => {
    // Prices are planted by placement and not by need: a place of 10,000 and a fee of median 11,500, spread 0.38,
    // beside a fee of median 7,890, spread 0.43, in mainstream classes, of which some are dearer bases and units.
    const mean = (median: number, spread: number) => median * Math.exp(spread ** 2 / 2);
    const [special, classes, unit] = [
      10_000 + mean(11_500, 0.38),
      mean(7_890, 0.43),
      6_000 + mean(9_200, 0.4),
    ];
    const row = ofAll(matched).find((one) => one.placement_group === "state_special")!;
    expect(row.difference_gbp).toBeGreaterThan(special - unit);
    expect(row.difference_gbp).toBeLessThan(1.1 * (special - classes));
    expect(row.upper_gbp! - row.lower_gbp!).toBeLessThan(2500);
    expect(row.imbalance).toBeLessThanOrEqual(0.1);
  });

  it("counts every costed child in one third, or as not read, and one placement", async () => {
    const { n } = await warehouse.one<{ n: number }>(
      "select count(*)::integer as n from costed_needs",
    );
    const all = ofAll(needs);
    const thirds = new Map(all.map((row) => [row.need_third, row.all_count!]));
    expect(Math.abs([...thirds.values()].reduce((a, b) => a + b) - n)).toBeLessThan(8);
    const shown = all.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
    expect(shown).toBeGreaterThan(0.9 * n);
  });

  it("has the median and the quartiles of the children themselves, rounded", async () => {
    const own = await warehouse.one<{ median: number; lower: number }>(`
      select median(support_gbp) as median, quantile_cont(support_gbp, 0.25) as lower from costed_needs
      where need_third = 'middle' and placement_group = 'mainstream'`);
    const row = ofAll(needs).find(
      (one) => one.need_third === "middle" && one.placement_group === "mainstream",
    )!;
    expect(Math.abs(row.median_gbp! - own.median)).toBeLessThanOrEqual(50);
    expect(Math.abs(row.lower_quartile_gbp! - own.lower)).toBeLessThanOrEqual(500);
    expect(row.children_covered! % 5).toBe(0);
  });

  it("shows no cost of fewer than ten and no quartile of fewer than twenty children", () => {
    expect(needs.some((row) => row.symbol === "c")).toBe(true);
    for (const row of needs) {
      if (row.child_count === null || row.child_count < 10) expect(row.median_gbp).toBeNull();
      if (row.child_count === null || row.child_count < 20)
        expect(row.upper_quartile_gbp).toBeNull();
    }
    for (const row of matched)
      if (row.difference_gbp !== null) expect(row.child_count).toBeGreaterThanOrEqual(30);
  });

  it("avoids what its published parts come to, and nothing where one of them is missing", () => {
    const priced = avoided.filter((row) => row.avoided_gbp !== null);
    expect(priced.length).toBeGreaterThan(2);
    for (const row of priced) {
      const year = matched.find(
        (one) =>
          one.authority_code === row.authority_code &&
          one.placement_group === (row.money === "cash" ? "independent_special" : "state_special"),
      )!;
      const off = (gbp: number, of: number) => Math.abs(gbp - row.child_years! * of);
      expect(off(row.avoided_gbp!, year.difference_gbp!)).toBeLessThanOrEqual(5000);
      expect(off(row.avoided_lower_gbp!, year.lower_gbp!)).toBeLessThanOrEqual(5000);
      expect(row.child_count).toBeGreaterThanOrEqual(10);
    }
    for (const row of avoided) {
      if (row.money === "all" || row.money === "not costed") expect(row.avoided_gbp).toBeNull();
      if (row.child_count === null) expect(row.child_years).toBeNull();
    }
  });

  it("counts returns that held for 26 weeks, and no others", async () => {
    const { n, years } = await warehouse.one<{ n: number; years: number }>(`
      select count(*)::integer as n, sum(days) / 365.25 as years from reintegration_times
      where stage = 'held' and days >= 182`);
    const row = ofAll(avoided).find(({ money }) => money === "all")!;
    expect(Math.abs(row.child_count! - n)).toBeLessThan(3);
    expect(Math.abs(row.child_years! - years)).toBeLessThan(3);
  });
});
