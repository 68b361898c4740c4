import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Figure } from "../../../../pipelines/disclosure/protect.ts";
import { auditTogether } from "../../../../pipelines/measures/define/audit-together.ts";
import { requestsByHistory } from "../../../../pipelines/measures/requests-by-history/measure.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  const sql = readFileSync(
    projectFile("pipelines/measures/requests-by-history/requests_by_history.sql"),
    "utf8",
  );
  await warehouse.run(`
    create table authorities (authority_code varchar, name varchar);
    insert into authorities values ('same', 'Elderwold');
    create table requests_by_history_counted (child_id varchar, authority_code varchar, before varchar);
    insert into requests_by_history_counted select 'child ' || (i + 0), 'same', 'first' from range(12) as r(i), range(2);
    insert into requests_by_history_counted select 'child ' || (i + 100), 'same', 'second' from range(23) as r(i), range(2);
    insert into requests_by_history_counted select 'child ' || (i + 200), 'same', 'third' from range(3) as r(i), range(2);
    create table requests_by_history as ${sql}`);
});
afterAll(() => warehouse.close());

const countsIn = (rows: readonly { before: string; child_count: number | null }[]) =>
  Object.fromEntries(rows.map((row) => [row.before, row.child_count]));

test("a child is counted once, and three children are hidden", async () => {
  const { rows } = await requestsByHistory.rows(warehouse);
  expect(countsIn(rows)).toEqual({ first: 10, second: 25, third: null });
  expect(rows.every((row) => row.child_count !== null || row.share === null)).toBe(true);
});

test("nothing hidden can be worked out from the rest of the table", async () => {
  const { rows } = await requestsByHistory.rows(warehouse);
  const tables = new Map<string, readonly Figure[]>([["requests-by-history", rows]]);
  const found = await auditTogether([requestsByHistory], tables);
  expect(found).toMatchObject({ hidden: 1, told: [] });
});
