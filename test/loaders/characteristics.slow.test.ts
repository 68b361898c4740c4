import { writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../../pipelines/load/load.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { mappingsOf, shippedInstruments } from "../shipped.ts";
import { csvLine, emptyWarehouse, written } from "./published.ts";

const HEADER = "authority_code,child_id,recorded_on,ethnicity,free_school_meals,care_status";
const row = (i: number) => [
  ...["X10000001", `C${i}`, "2025-01-16"],
  ...[
    ["WBRI", "apkn", "REFU", "black"][i % 4],
    ["Y", "no"][i % 2],
    ["none", "looked_after"][i % 2],
  ],
];
const ROWS = Array.from({ length: 40 }, (_, i) => row(i));
const textOf = (header: string, rows: readonly unknown[][]) =>
  `${[header, ...rows.map(csvLine)].join("\n")}\n`;

let warehouse: Warehouse;
let files: Awaited<ReturnType<typeof emptyWarehouse>>;
beforeAll(async () => {
  files = await emptyWarehouse();
  warehouse = files.warehouse;
});
afterAll(() => warehouse?.close());

describe("special category data", () => {
  it("is refused where nobody says on what ground it is used", async () => {
    const file = await written("undeclared.csv", textOf(HEADER, ROWS));
    await expect(files.load(file)).rejects.toThrow(/ground/);
    expect(await warehouse.rows("from loaded_characteristics")).toEqual([]);
  });

  it("is left out, and named, where it stands in an extract of another kind", async () => {
    const spend = "authority_code,child_id,financial_year,category,amount_gbp,ethnicity";
    const file = await written(
      "spend.csv",
      textOf(spend, [["X10000001", "C1", "2024-25", "top_up", "10.00", "WBRI"]]),
    );
    const report = await files.load(file);
    expect(JSON.stringify(report)).toContain("ethnicity");
    const columns = await warehouse.rows("describe loaded_spend");
    expect(columns.map((column) => column.column_name)).not.toContain("ethnicity");
  });

  it("is loaded with a mapping that says so, in groups, with pseudonyms for identifiers", async () => {
    const folder = await mkdtemp(join(tmpdir(), "vsend-told-"));
    const file = join(folder, "told.csv");
    writeFileSync(file, textOf(HEADER.replace("child_id", "Pupil"), ROWS));
    const mapping = join(folder, "told.yaml");
    writeFileSync(
      mapping,
      `loader: characteristics
authority_code: X10000001
file_name: told.csv
constants: { special_category_basis: substantial_public_interest }
columns:
  child_id: Pupil
  recorded_on: recorded_on
  ethnicity: ethnicity
  free_school_meals: free_school_meals
accepted: { by: A. Analyst, on: 2026-11-28, note: Agreed with the data protection officer }
`,
    );
    await load(warehouse, [file], shippedInstruments(), silent, { mappings: mappingsOf(mapping) });
    await files.build();
    const told = await warehouse.rows(`
      select ethnicity, free_school_meals, care_status, count(*)::integer as n
      from child_characteristics group by all order by all`);
    expect(told).toEqual([
      { ethnicity: "Asian", free_school_meals: "No free school meals", care_status: null, n: 10 },
      { ethnicity: "Black", free_school_meals: "No free school meals", care_status: null, n: 10 },
      { ethnicity: "White", free_school_meals: "Free school meals", care_status: null, n: 10 },
      { ethnicity: null, free_school_meals: "Free school meals", care_status: null, n: 10 },
    ]);
    const types = await warehouse.rows("describe loaded_characteristics");
    expect(types.find((column) => column.column_name === "child_id")?.column_type).toBe("UUID");
  });
});
