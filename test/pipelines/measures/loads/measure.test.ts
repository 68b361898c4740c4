import { afterAll, beforeAll, expect, test } from "vitest";
import { loads } from "../../../../pipelines/measures/loads/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

const published = async () => (await loads.rows(warehouse)).rows;

test("no file about children is named, whatever loader it came by, nor is its last day", async () => {
  await warehouse.run(`
    update loads set file = 'Kezia Ormsby/support 2014-03-07.csv' where loader = 'support';
    insert into loads by name select * replace (900 as load_id, 'school-transport' as loader, 'x' as sha256) from loads where loader = 'support'`);
  const rows = await published();
  for (const loader of ["assessments", "placements", "spend", "support", "school-transport"]) {
    const own = rows.filter((row) => row.loader === loader);
    expect(own.length, loader).toBeGreaterThan(0);
    for (const row of own) {
      expect(row).toMatchObject({ is_child_level: true, file: null });
      expect(String(row.as_of), loader).toMatch(/^\d{4}-\d{2}$/);
      expect(Number(row.rows_read) % 5, loader).toBe(0);
    }
  }
  expect(JSON.stringify(rows)).not.toMatch(/Kezia|2014-03-07/);
});

test("of files that are published anyway the archive is named, and no folder of the user's", async () => {
  await warehouse.run(
    "update loads set file = 'Ormsby family/names.csv' where loader = 'authorities'",
  );
  expect((await published()).find(({ loader }) => loader === "authorities")!.file).toBe(
    "names.csv",
  );
  await warehouse.run(
    "update loads set file = 'Ormsby family/release.zip/names.csv' where loader = 'authorities'",
  );
  expect((await published()).find(({ loader }) => loader === "authorities")!.file).toBe(
    "release.zip/names.csv",
  );
});

test("no 0 stands beside a blank, so that a blank may be 0 too", async () => {
  await warehouse.run(
    "update loads set rows_rejected = 3, rows_superseded = 0, rows_out_of_scope = 0 where loader = 'placements'",
  );
  expect((await published()).find((row) => row.loader === "placements")).toMatchObject({
    rows_rejected: null,
    rows_superseded: null,
    rows_out_of_scope: null,
  });
  for (const row of await published()) {
    const counts = Object.entries(row).flatMap(([name, n]) =>
      name.startsWith("rows_") ? [n] : [],
    );
    if (counts.includes(null)) expect(counts).not.toContain(0);
  }
});

test("one to four refused rows of children are hidden, and none is none where nothing is hidden", async () => {
  await warehouse.run(
    "update loads set rows_rejected = 4 where loader = 'placements'; update loads set rows_rejected = 0 where loader = 'spend'",
  );
  const of = async (loader: string) =>
    (await published()).find((row) => row.loader === loader)!.rows_rejected;
  expect([await of("placements"), await of("spend")]).toEqual([null, 0]);
});
