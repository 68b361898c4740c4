import { expect, it } from "vitest";
import { sinceLast } from "../../../pipelines/releases/compare.ts";
import type { State } from "../../../pipelines/releases/state.ts";
import { createReleases } from "../../../pipelines/releases/tables.ts";
import { sql } from "../../../pipelines/warehouse/sql.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";

const load = (load_id: number, loader: string, rows_loaded: number, as_of = "2026-01-31") => ({
  load_id,
  loader,
  rows_loaded,
  as_of,
});
const state = (loads: State["loads"]): State => ({
  code_version: "1",
  rules: {},
  loads,
  authorities: ["X10000001"],
});

it("readers are told that rows went, came late or were corrected, and not in which data one child stood", async () => {
  const warehouse = await openWarehouse(":memory:");
  await createReleases(warehouse);
  await warehouse.run("create table if not exists corrections (load_id integer)");
  const before = state([load(1, "requests", 100), load(2, "spend", 50)]);
  await warehouse.run(
    sql`insert into releases values (1, now()::timestamp, 'public', null, 'a', ${JSON.stringify(before)})`,
  );
  const now = state([
    load(1, "requests", 99),
    load(2, "spend", 50),
    load(3, "placements", 1),
    load(4, "support", 2),
    load(5, "spend", 1, "2025-01-31"),
  ]);
  const since = await sinceLast(warehouse, now, { audience: "public", authority: null });
  expect(since!.reasons).toEqual([
    "rows were replaced by later extracts or taken out",
    "newer extracts were loaded (placements)",
    "newer extracts were loaded (support)",
    "extracts of an earlier time came late",
  ]);
  warehouse.close();
});
