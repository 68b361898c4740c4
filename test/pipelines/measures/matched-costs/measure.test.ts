import { readFileSync } from "node:fs";
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
import type { Truth } from "../../../../pipelines/sample/truth.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";
import { heldAvoided, heldCosts, heldGaps, heldMedians, publishedOf } from "../planted-sample.ts";

const TRUTH: Truth = JSON.parse(readFileSync(projectFile("data/sample/truth.json"), "utf8"));

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

  it("finds what was planted: differences, what was avoided, medians and gaps", async () => {
    const planted = await publishedOf(warehouse, TRUTH);
    const costs = heldCosts(planted);
    expect(costs.length).toBe(8);
    expect(costs.filter(({ isHeld }) => !isHeld)).toEqual([]);
    expect(heldAvoided(planted)).toEqual([
      { money: "cash", isCounted: true, isHeld: true },
      { money: "notional", isCounted: true, isHeld: true },
    ]);
    const medians = heldMedians(planted);
    expect(medians.length).toBeGreaterThan(5);
    // Of nine intervals of 95 in 100 two or more miss once in 14 times.
    expect(medians.filter((isHeld) => !isHeld).length).toBeLessThanOrEqual(1);
    const gaps = heldGaps(planted);
    expect(gaps.length).toBeGreaterThan(15);
    expect(gaps.filter(({ isHeld }) => !isHeld)).toEqual([]);
  });

  it("sets children with a plan beside no children without one, who cost little", async () => {
    const mean = await warehouse.one<{ all: number; planned: number }>(`
      select avg(support_gbp) as all, avg(support_gbp) filter (plan = 'ehc_plan') as planned
      from costed_needs where placement_group = 'mainstream' and plan is not null`);
    expect(mean.planned - mean.all).toBeGreaterThan(300);
    const row = ofAll(matched).find((one) => one.placement_group === "state_special")!;
    expect(row.upper_gbp! - row.lower_gbp!).toBeLessThan(2500);
    expect(row.imbalance).toBeLessThanOrEqual(0.1);
  });

  it("gives a median an interval of the same children, hidden with it, and of fewer than 20 none", async () => {
    const shown = needs.filter((row) => row.median_gbp !== null);
    for (const row of shown.filter(({ median_lower_gbp }) => median_lower_gbp !== null)) {
      expect(row.median_lower_gbp).toBeLessThanOrEqual(row.median_gbp!);
      expect(row.median_upper_gbp).toBeGreaterThanOrEqual(row.median_gbp!);
      expect(row.child_count).toBeGreaterThanOrEqual(20);
    }
    for (const row of needs.filter(({ median_gbp }) => median_gbp === null))
      expect([row.median_lower_gbp, row.median_upper_gbp]).toEqual([null, null]);
    expect(shown.some(({ median_lower_gbp }) => median_lower_gbp === null)).toBe(true);
    const row = ofAll(needs).find(
      (one) => one.need_third === "most" && one.placement_group === "state_special",
    )!;
    const costs = await warehouse.rows<{ gbp: number }>(
      "select support_gbp::double as gbp from costed_needs where need_third = 'most' and placement_group = 'state_special' order by gbp",
    );
    // By the normal approximation of the binomial, which is a rank off at most.
    const rank = costs.length / 2 - 0.98 * Math.sqrt(costs.length);
    const at = (i: number) => costs[Math.round(i) - 1]!.gbp;
    expect(row.median_lower_gbp).toBeGreaterThan(at(rank - 1) - 50);
    expect(row.median_lower_gbp).toBeLessThan(at(rank + 2) + 50);
    expect(row.median_upper_gbp).toBeGreaterThan(at(costs.length - rank - 1) - 50);
    expect(row.median_upper_gbp).toBeLessThan(at(costs.length - rank + 2) + 50);
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
      // A few dear placements pull the mean: what comes of the median never misses beside it.
      expect(off(row.avoided_median_gbp!, year.median_gbp!)).toBeLessThanOrEqual(5000);
      const fewest = (row.child_years! - 2.5) * year.lower_gbp!;
      expect(Math.abs(row.avoided_lower_gbp! - fewest)).toBeLessThanOrEqual(5000);
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
