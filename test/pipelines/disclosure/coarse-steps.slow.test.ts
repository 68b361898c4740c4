import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeByAuthority } from "../../../pipelines/measures/change-by-authority/measure.ts";
import { needEstimateAuthorities } from "../../../pipelines/measures/need-estimate-authorities/measure.ts";
import {
  type NeedEstimate,
  needEstimates,
} from "../../../pipelines/measures/need-estimates/measure.ts";
import { tCritical } from "../../../pipelines/statistics/distributions.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

interface Published {
  instrument: string;
  domain: string;
  child_count: number | null;
  change_mean: number | null;
  lower: number | null;
  upper: number | null;
}

/** Points between two levels of an area that is one judgement of six. */
const STEP = 20;

describe("where a level of need is a coarse step", () => {
  test("a published mean and interval leave open that five or more children changed", async () => {
    const rows = (await changeByAuthority.rows(warehouse)).rows as unknown as Published[];
    const told = rows.filter(
      ({ instrument, domain, change_mean }) =>
        instrument === "vsend-core" && domain !== "total" && change_mean !== null,
    );
    expect(told.length).toBeGreaterThan(100);
    for (const row of told) {
      const n = row.child_count! + 2;
      const off = row.child_count! >= 205 ? 0.05 : 0.5;
      const half = (row.upper! - row.lower!) / 2 + off;
      const sd = (half * Math.sqrt(n)) / tCritical(0.95, n - 1);
      // Sum of squares in steps: at most so many children moved by one step each.
      const most = ((n - 1) * sd ** 2 + n * (Math.abs(row.change_mean!) + off) ** 2) / STEP ** 2;
      expect(most, JSON.stringify(row)).toBeGreaterThanOrEqual(5);
    }
  });

  test("nothing is published of changes that fewer than five children had, by authority or side", async () => {
    const few = await warehouse.rows<{ n: number }>(
      "select count(*) as n from change_by_group where moved_count < 5 and child_count >= 10",
    );
    expect(few[0]!.n).toBeGreaterThan(20);
    const { rows } = await needEstimateAuthorities.rows(warehouse);
    const shown = rows as unknown as Record<string, string | number | null>[];
    const moved = await warehouse.rows<Record<string, string | number>>(
      "select comparison, outcome, authority_code, moved_count from estimate_authorities",
    );
    for (const row of shown.filter(({ change_mean }) => change_mean !== null)) {
      const own = moved.find(
        (one) =>
          one.comparison === row.comparison &&
          one.outcome === row.outcome &&
          one.authority_code === row.authority_code,
      );
      expect(own!.moved_count, JSON.stringify(row)).toBeGreaterThanOrEqual(5);
    }
  });

  test("a side of fewer than 200 children has no decimals, in figures or in the sentence", async () => {
    const rows = (await needEstimates.rows(warehouse)).rows as unknown as NeedEstimate[];
    const small = rows.filter((row) => Math.min(row.trial_n, row.comparison_n) < 195);
    expect(small.length).toBeGreaterThan(20);
    for (const row of small) {
      for (const value of [row.trial_mean, row.comparison_mean, row.estimate, row.lower, row.upper])
        expect(Number.isInteger(value ?? 0), JSON.stringify(row)).toBe(true);
      const said = row.sentence.replace(/[0-9.]+ times the smallest that matters/, "");
      expect(said).not.toMatch(/[0-9][.][0-9]/);
    }
  });

  test("an area in which few changed stays in the list and says so", async () => {
    const rows = (await needEstimates.rows(warehouse)).rows as unknown as NeedEstimate[];
    const few = rows.filter(({ sentence }) => sentence.includes("fewer than 5 children"));
    expect(few.length).toBeGreaterThan(0);
    for (const row of few)
      expect([row.estimate, row.trial_mean, row.lower, row.p_value]).toEqual([
        null,
        null,
        null,
        null,
      ]);
  });

  test("the sentence says what the table says", async () => {
    const rows = (await needEstimates.rows(warehouse)).rows as unknown as NeedEstimate[];
    for (const row of rows.filter(({ lower, estimate }) => lower !== null && estimate !== 0)) {
      if (row.unit === "per cent of children") {
        expect(row.sentence).toContain(
          `${Math.abs(row.estimate!)} ${row.estimate! > 0 ? "more" : "fewer"} in 100`,
        );
        continue;
      }
      const isOfSpread = row.unit === "standard deviations";
      const written = Math.abs(row.estimate!).toFixed(
        Number(isOfSpread) + (Math.min(row.trial_n, row.comparison_n) >= 200 ? 1 : 0),
      );
      expect(row.sentence).toContain(
        ` of ${written} ${isOfSpread ? row.unit : written === "1" ? "point" : "points"}`,
      );
    }
  });
});
