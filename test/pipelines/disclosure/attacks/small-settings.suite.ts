import { beforeAll, describe, expect, test } from "vitest";
import type { Released, ReleasedRow } from "./released.ts";
import { hard } from "./samples.ts";

let tables: Released;
beforeAll(async () => {
  ({ tables } = await hard());
});

const rowsOf = (table: string, isWanted: (row: ReleasedRow) => boolean): ReleasedRow[] => {
  const rows = tables.get(table)!.filter(isWanted);
  expect(rows.length, table).toBeGreaterThan(0);
  return rows;
};

describe("a school of twelve that is all of an authority's mainstream", () => {
  test("has no mean of need under the name of its kind of placement", () => {
    const kind = (name: string) => (row: ReleasedRow) =>
      row.group_kind === "Placement" && row.group_name === name;
    for (const row of rowsOf("change-by-authority", kind("Mainstream school")))
      expect(row).toMatchObject({ first_mean: null, change_mean: null, upper: null, symbol: "c" });
  });

  test("has no cost under that name, for the kind of placement of one authority", () => {
    const isOne = ({ placement_group, authority_code }: ReleasedRow) =>
      placement_group === "mainstream" && authority_code !== "all";
    for (const row of rowsOf("cost-by-placement", isOne))
      expect(row).toMatchObject({ mean_gbp: null, median_gbp: null, transport_mean_gbp: null });
  });

  test("is in no row of smaller settings, together with none or one", () => {
    const isTogether = ({ kind }: ReleasedRow) => kind === "smaller settings";
    for (const row of rowsOf("change-by-setting", isTogether)) {
      expect(row.setting_count).toBeLessThan(3);
      expect(row).toMatchObject({ change_mean: null, difference: null, lower: null });
    }
  });
});

describe("what would be known of all children alike", () => {
  test("is in no mean at an end of the scale, of the first reading or the last", () => {
    for (const row of tables.get("change-by-authority")!)
      for (const mean of [row.first_mean, row.last_mean])
        expect([0, 100], JSON.stringify(row)).not.toContain(mean);
  });

  /** Of which a share of 1 is one in a hundred. */
  const inPerCent = new Set([
    "fair-access",
    "placement-moves",
    "plan-timeliness",
    "reintegration",
    "waits",
  ]);

  test("is in no share of none or of all", () => {
    const isShare = (name: string) => /(^|_)share$/.test(name) && name !== "error_share";
    let seen = 0;
    for (const [table, rows] of tables)
      for (const row of rows)
        for (const [name, value] of Object.entries(row)) {
          if (value === null || !(isShare(name) || (name === "estimate" && row.unit === "share")))
            continue;
          if (name === "unchanged_share") continue;
          seen++;
          const told = inPerCent.has(table) ? [0, 100] : [0, 1, 100];
          expect(told, `${table}: ${JSON.stringify(row)}`).not.toContain(value);
        }
    expect(seen).toBeGreaterThan(20);
  });

  test("is no reason for a figure that is left out", () => {
    for (const [table, rows] of tables)
      for (const row of rows) {
        const words = `${row.reason ?? ""} ${row.found ?? ""}`;
        expect(words, table).not.toMatch(/zero_variance|do not vary/);
      }
  });
});
