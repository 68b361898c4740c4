import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { check } from "../../../pipelines/build/check.ts";
import { order } from "../../../pipelines/build/order.ts";
import { tablesRead } from "../../../pipelines/build/tables-read.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments } from "../../shipped.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

const again = () => build(warehouse, shippedInstruments(), shippedDesigns(), silent);

describe("build", () => {
  test("building twice builds nothing the second time", async () => {
    expect((await again()).filter(({ action }) => action === "built")).toEqual([]);
  });

  test("only what a changed input reaches is built again", async () => {
    await warehouse.run("update built_models set fingerprint = 'old' where model = 'spend'");
    const before = new Map((await again()).map(({ model, action }) => [model, action]));
    expect(before.get("spend")).toBe("built");
    expect(before.get("scores_vsend_core_2026_1")).toBe("unchanged");
  });

  test("every check holds on the sample", async () => {
    expect((await check(warehouse)).filter(({ holds }) => !holds)).toEqual([]);
  });

  test("a check is broken by a row that must not exist", async () => {
    const broken = await builtWarehouse();
    await broken.run("update loads set rows_read = rows_read + 1 where load_id = 1");
    const results = await check(broken);
    expect(results.filter(({ holds }) => !holds).map((result) => result.check)).toEqual([
      "the ledger closes",
    ]);
    broken.close();
  });
});

describe("order", () => {
  test("a model comes after those it reads, and its own common table expressions are not models", async () => {
    const empty = await openWarehouse(":memory:");
    const view = (name: string, sql: string) => ({ name, sql, keptAs: "view" as const });
    const ordered = await order(empty, [
      view("last", "with mid as (select * from first) select * from mid join other using (id)"),
      view("other", "select id from first"),
      view("first", "select 1 as id"),
    ]);
    expect(ordered.map(({ name }) => name)).toEqual(["first", "other", "last"]);
    expect(
      await tablesRead(
        empty,
        "with a as (select * from b) select * from a where x in (select x from c)",
      ),
    ).toEqual(["b", "c"]);
    await expect(
      order(empty, [view("a", "select * from b"), view("b", "select * from a")]),
    ).rejects.toThrow(/a -> b -> a/);
    empty.close();
  });
});
