import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { models } from "../../../pipelines/build/models.ts";
import { releases } from "../../../pipelines/measures/index.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments } from "../../shipped.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

/** The sample built anew by so many threads. */
async function builtBy(threads: number): Promise<Warehouse> {
  const warehouse = await builtWarehouse();
  await warehouse.run(`set threads = ${threads}; delete from built_models`);
  await build(warehouse, shippedInstruments(), shippedDesigns(), silent);
  return warehouse;
}

/** Columns of a table, those with numbers beyond JavaScript's as text. */
async function columnsOf(warehouse: Warehouse, table: string): Promise<string> {
  const columns = await warehouse.rows<{ name: string; type: string }>(
    `select column_name as name, data_type as type from duckdb_columns() where table_name = '${table}' and schema_name = 'main'`,
  );
  return columns
    .map(({ name, type }) =>
      /HUGEINT|UBIGINT/.test(type) ? `"${name}"::varchar as "${name}"` : `"${name}"`,
    )
    .join(", ");
}

/** Rows as text in the order of their text, numbers to so many digits where that is asked. */
const rowsOf = async (warehouse: Warehouse, table: string, digits?: number) =>
  (await warehouse.rows(`select ${await columnsOf(warehouse, table)} from ${table}`))
    .map((row) =>
      JSON.stringify(row, (_, value) =>
        digits && typeof value === "number" ? Number(value.toPrecision(digits)) : value,
      ),
    )
    .sort();

describe("by one thread and by four", () => {
  let one: Warehouse;
  let four: Warehouse;
  beforeAll(async () => {
    [one, four] = [await builtBy(1), await builtBy(4)];
  });
  afterAll(() => {
    one.close();
    four.close();
  });

  it("score_trust is the same to the last digit", async () => {
    expect(await rowsOf(four, "score_trust")).toEqual(await rowsOf(one, "score_trust"));
  });

  it.each([
    ...models(shippedInstruments()).map(({ name }) => name),
    "estimates",
    "evaluation_flow",
  ])("%s is the same to ten digits", async (table) => {
    expect(await rowsOf(four, table, 10)).toEqual(await rowsOf(one, table, 10));
  });

  it.each(releases)("$name is published the same to the letter", async (release) => {
    expect((await release.rows(four)).rows).toEqual((await release.rows(one)).rows);
  });
});
