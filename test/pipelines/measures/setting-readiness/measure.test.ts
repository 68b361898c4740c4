import { readFileSync } from "node:fs";
import { csvParse, group, mean } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SumsOfChildren } from "../../../../pipelines/disclosure/sums-of-children.ts";
import {
  type SettingReadiness,
  settingReadiness,
} from "../../../../pipelines/measures/setting-readiness/measure.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

/** The latest reading of each child of an authority, from the sample's file itself. */
const latest = [
  ...group(
    csvParse(readFileSync(projectFile("data/sample/assessments.csv"), "utf8")).filter(
      (row) => row.authority_code === "X10000001" && row.rated_by === "professional",
    ),
    (row) => row.child_id,
  ).values(),
].map((rows) => rows.toSorted((a, b) => (a.assessed_on! < b.assessed_on! ? 1 : -1))[0]!);

describe("how ready settings are, in the sample", () => {
  let warehouse: Warehouse;
  let rows: SettingReadiness[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await settingReadiness.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  const of = (place: string, domain: string) =>
    rows.find(
      (row) => row.authority_code === "X10000001" && row.place === place && row.domain === domain,
    )!;

  it.each(["cl", "sl", "ca", "se"])(
    "has the mean gap of the file in %s, but for its noise",
    (area) => {
      const read = latest.filter(
        (row) => row[`${area}_need`] !== "" && row[`${area}_setting_readiness`] !== "",
      );
      const gaps = read.map((row) =>
        Math.max(0, 20 * (Number(row[`${area}_need`]) - Number(row[`${area}_setting_readiness`]))),
      );
      const row = of("all settings", area);
      expect(row.child_count!).toBeGreaterThanOrEqual(read.length - 5);
      expect(Math.abs(row.gap_mean! - mean(gaps)!)).toBeLessThan(1);
      expect(row.lower).toBeLessThan(mean(gaps)!);
      expect(row.upper).toBeGreaterThan(mean(gaps)!);
      // What is over at one child makes up for nothing at another.
      expect(row.gap_mean!).toBeGreaterThan(row.need_mean! - row.readiness_mean!);
    },
  );

  it("shows no mean of fewer than 30, and no setting of fewer by itself", () => {
    expect(rows.some((row) => row.symbol === "c")).toBe(true);
    for (const row of rows) {
      if (row.gap_mean !== null) expect(row.child_count).toBeGreaterThanOrEqual(30);
      if (row.place.startsWith("S") && row.domain === "total")
        expect(row.child_count).toBeGreaterThanOrEqual(30);
    }
  });

  it("divides an authority's children by setting, and tells the audit so", async () => {
    const sums = new SumsOfChildren();
    if (typeof settingReadiness.audit === "function") settingReadiness.audit(sums, rows);
    const { told, counts } = await sums.audit();
    expect(told).toEqual([]);
    expect(counts).toBe(rows.filter(({ domain }) => domain === "total").length);
  });
});
