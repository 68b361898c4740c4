import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rollup } from "d3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { assessmentsCsv } from "../../load/bench.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";
import { FROM_CHANGES } from "./changes-by-group.ts";

/** An authority of one child, whose second reading leaves an area out. */
const ALONE = assessmentsCsv([
  { authority_code: "X10000099", child_id: "alone", assessed_on: "2024-01-10" },
  { authority_code: "X10000099", child_id: "alone", assessed_on: "2024-12-10", cl_need: "" },
]);

let folder: string;
let warehouse: Warehouse;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-groups-"));
  await writeFile(join(folder, "alone.csv"), ALONE);
  warehouse = await builtWarehouse(
    [projectFile("data/sample"), folder],
    [],
    ["change_by_group", "changes"],
  );
});
afterAll(async () => {
  warehouse.close();
  await rm(folder, { recursive: true });
});

const KEY =
  "instrument, version, authority_code, domain, group_kind, group_name, child_count, as_of";
const FIGURES = ["first_mean", "last_mean", "change_mean", "change_sd"];

describe("change by group", () => {
  test("says of every group what its children's changes say one by one", async () => {
    const rounded = FIGURES.map((name) => `round(${name}, 9) as ${name}`).join(", ");
    const expected = await warehouse.rows(`
      select ${KEY}, ${rounded} from (
        select instrument, version, authority_code, domain, group_kind, group_name, count(*) as child_count,
          max(last_on) as as_of, avg(first_need) as first_mean, avg(last_need) as last_mean,
          avg(change) as change_mean, stddev_samp(change) as change_sd
        from (${FROM_CHANGES}) group by all
      ) order by all`);
    const found = await warehouse.rows(
      `select ${KEY}, ${rounded} from change_by_group order by all`,
    );
    expect(expected.length).toBeGreaterThan(1500);
    expect(found).toEqual(expected);
    const names = rollup(
      found,
      (rows) => new Set(rows.map(({ group_name }) => group_name)).size,
      ({ group_kind }) => group_kind,
    );
    expect([names.get("Trial"), names.get("Support")]).toEqual([2, 4]);
    expect(names.get("Locality")).toBe(4);
    const divided = found.filter(({ group_kind }) => group_kind === "Locality");
    expect(new Set(divided.map((row) => row.authority_code))).toEqual(new Set(["X10000001"]));
    expect(Math.min(names.get("Placement")!, names.get("Primary need")!)).toBeGreaterThan(8);
  });

  test("gives a group of one child no spread, and no row for an area that was not read twice", async () => {
    const rows = await warehouse.rows(
      "select domain, child_count, change_sd from change_by_group where authority_code = 'X10000099' and group_kind = 'Sex'",
    );
    expect(rows).toHaveLength(8);
    expect(rows.map(({ domain }) => domain)).not.toContain("cl");
    expect(new Set(rows.map(({ child_count }) => child_count))).toEqual(new Set([1]));
    expect(new Set(rows.map(({ change_sd }) => change_sd))).toEqual(new Set([null]));
  });
});
