import { group } from "d3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nearestFive } from "../../../pipelines/disclosure/protect.ts";
import { type ScoreTrust, trustRows } from "../../../pipelines/measures/score-trust/measure.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

/** What is published once `sql` has changed the figures behind it. */
async function publishedAfter(sql: string): Promise<ScoreTrust[]> {
  await warehouse.run("begin transaction");
  try {
    await warehouse.run(sql);
    return (await trustRows(warehouse)).rows as ScoreTrust[];
  } finally {
    await warehouse.run("rollback");
  }
}

const PART = "threat = 'setting_change' and part = 'change, another setting'";
const few = (n: number) => `update score_trust set child_count = ${n} where ${PART}`;
const parts = (rows: readonly ScoreTrust[]) =>
  rows.filter(({ threat, part }) => threat === "setting_change" && part.startsWith("change, "));

describe("what is published of trust in scores", () => {
  test("counts are to the nearest five, and no figure is of fewer than ten children", async () => {
    const { rows } = await trustRows(warehouse);
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows as ScoreTrust[]) {
      if (row.child_count !== null) expect(row.child_count % 5).toBe(0);
      if (row.child_count !== null && row.child_count < 10) expect(row.estimate).toBeNull();
    }
  });

  test("flags a figure where its whole interval, as it is shown, is beyond its bound, and never else", async () => {
    const { rows } = await trustRows(warehouse);
    const told = (rows as ScoreTrust[]).filter(({ estimate }) => estimate !== null);
    for (const { is_flagged, lower, upper, expected, bound_side } of told) {
      const above = bound_side !== null && bound_side !== "below" && lower! > expected!;
      const below = bound_side !== null && bound_side !== "above" && upper! < expected!;
      expect(is_flagged).toBe(above || below);
    }
    // A figure beyond its bound whose interval reaches back is not flagged, and there are such.
    const only = told.filter(
      (row) => row.bound_side === "below" && row.estimate! < row.expected! && !row.is_flagged,
    );
    expect(told.some((row) => row.is_flagged)).toBe(true);
    expect(only.every((row) => row.upper! >= row.expected!)).toBe(true);
  });

  test("a part of 1 to 4 children is hidden whole; what else is hidden has no mean", async () => {
    const before = parts((await trustRows(warehouse)).rows as ScoreTrust[]);
    expect(
      before.some(({ part, estimate }) => part === "change, another setting" && estimate !== null),
    ).toBe(true);
    const after = parts(await publishedAfter(few(3)));
    const byAuthority = group(after, ({ authority_code }) => authority_code);
    for (const own of byAuthority.values()) {
      if (!own.some(({ part }) => part === "change, another setting")) continue;
      const hidden = own.filter(({ symbol }) => symbol === "c");
      expect(hidden.map(({ part }) => part)).toContain("change, another setting");
      for (const { part, child_count, estimate, lower } of hidden) {
        expect([estimate, lower]).toEqual([null, null]);
        // Whether the number of the other part must go too is for the audit of all tables to say.
        if (part === "change, another setting") expect(child_count).toBeNull();
      }
    }
  });

  test("a share of, or of all but, 1 to 4 children is hidden, and none is flagged", async () => {
    for (const count of ["3", "child_count - 3"]) {
      const rows = await publishedAfter(
        `update score_trust set part_count = ${count}, is_flagged = true where unit = 'share' and part_count is not null and child_count > 20`,
      );
      const shares = rows.filter(
        ({ unit, child_count }) => unit === "share" && (child_count ?? 0) > 20,
      );
      const hidden = shares.filter(({ symbol }) => symbol === "c");
      expect(hidden.length).toBeGreaterThan(3);
      for (const { estimate, is_flagged } of hidden) {
        expect([estimate, is_flagged]).toEqual([null, false]);
      }
    }
  });

  test("a share is of counts to the nearest five, so that neither count can be found from it", async () => {
    const rows = await publishedAfter(
      "update score_trust set part_count = 13, child_count = 52, estimate = 0.25 where unit = 'share' and part_count is not null",
    );
    const shares = rows.filter(({ unit, estimate }) => unit === "share" && estimate !== null);
    expect(shares.length).toBeGreaterThan(3);
    for (const { estimate, child_count } of shares) {
      expect(estimate).toBe(Math.round((100 * nearestFive(13)) / nearestFive(52)) / 100);
      expect(child_count).toBe(50);
    }
  });
});
