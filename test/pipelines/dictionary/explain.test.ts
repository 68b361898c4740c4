import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { models } from "../../../pipelines/build/models.ts";
import { dictionary } from "../../../pipelines/dictionary/dictionary.ts";
import { warehouseDocument } from "../../../pipelines/dictionary/document.ts";
import { explain, standing } from "../../../pipelines/dictionary/explain.ts";
import { LAYERS } from "../../../pipelines/dictionary/layer.ts";
import { createLedger } from "../../../pipelines/load/commit/ledger.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../shipped.ts";
import { sampleFile } from "../sample-file.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-dictionary-"));
let warehouse: Warehouse;
const words = () => dictionary(shippedInstruments(), models(shippedInstruments()));

beforeAll(async () => {
  copyFileSync((await sampleFile()).warehouse, join(folder, "w.duckdb"));
  warehouse = await openWarehouse(join(folder, "w.duckdb"));
});

afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

describe("a built warehouse says what it holds", () => {
  it("also once another command has opened it", async () => {
    await createLedger(warehouse);
    const silent = await warehouse.rows(
      "select view_name from duckdb_views() where not internal and comment is null",
    );
    expect(silent).toEqual([]);
  });

  it("of every table and every column, in the file itself", async () => {
    const silent = await warehouse.rows(`
      select schema_name, table_name as name, column_name as at from duckdb_columns()
      where not internal and coalesce(trim(comment), '') = ''
      union all select schema_name, table_name, null from duckdb_tables() where not internal and comment is null
      union all select schema_name, view_name, null from duckdb_views() where not internal and comment is null`);
    expect(silent).toEqual([]);
    const { n } = await warehouse.one<{ n: number }>(
      "select count(*) as n from duckdb_columns() where not internal and schema_name = 'main'",
    );
    expect(n).toBeGreaterThan(1500);
  });

  it("in each table's own layer, and nowhere twice", async () => {
    const all = await standing(warehouse);
    const own = all.filter(({ schema }) => schema === "main").map(({ name }) => name);
    const shown = all.filter(({ schema }) => Object.hasOwn(LAYERS, schema)).map(({ name }) => name);
    expect(shown.sort()).toEqual(own.sort());
    const { same } = await warehouse.one<{ same: boolean }>(
      "select (select count(*) from child.changes) = (select count(*) from changes) as same",
    );
    expect(same).toBe(true);
    // No view of the layer that sounds safe has a row of one child.
    const astray = await warehouse.rows(
      "select table_name from duckdb_columns() where schema_name = 'public' and column_name in ('child_id', 'assessment_id')",
    );
    expect(astray).toEqual([]);
  });

  it("again after a table was made anew, with another column; and writes nothing where all is said", async () => {
    await warehouse.run(
      "drop table spend; create table spend as select 1 as amount_gbp, 2 as tier",
    );
    await explain(warehouse, words());
    const said = await warehouse.rows(
      "select column_name, comment from duckdb_columns() where schema_name = 'raw' and table_name = 'spend' or schema_name = 'public' and table_name = 'spend' order by 1",
    );
    expect(said).toEqual([
      { column_name: "amount_gbp", comment: "Pounds in the year; a repayment is negative" },
      { column_name: "tier", comment: "For everyone, for some, for one" },
    ]);
    await warehouse.run("checkpoint");
    const { mtimeMs } = statSync(warehouse.file);
    await explain(warehouse, words());
    await warehouse.run("checkpoint");
    expect(statSync(warehouse.file).mtimeMs).toBe(mtimeMs);
  });
});

it("docs/warehouse.md is what the warehouse says", async () => {
  const sample = await openWarehouse((await sampleFile()).warehouse, { isReadOnly: true });
  try {
    const page = warehouseDocument(await standing(sample));
    await expect(page).toMatchFileSnapshot(projectFile("docs/warehouse.md"));
  } finally {
    sample.close();
  }
});
