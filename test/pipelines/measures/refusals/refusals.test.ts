import { afterAll, beforeAll, expect, it } from "vitest";
import { refusals } from "../../../../pipelines/measures/refusals/measure.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  for (const statement of [
    "create table loaded_schools (urn varchar)",
    "create table loaded_readings (child_id uuid)",
    `create table loads as select * from (values
      (1, 'schools', 'abc', 'loaded_schools'), (2, 'readings', null, 'loaded_readings'),
      (3, 'kept-from-before', 'def', 'loaded_readings')) as l(load_id, loader, sha256, source_table)`,
    `create table rejected_rows as
      select load_id, n as "row", 'level' as "column", 'not a number' as rule
      from (select unnest([1, 2, 3]) as load_id) cross join range(1, 3) as r(n)
      union all select 2, n, 'day', 'not a day' from range(10, 22) as r(n)`,
  ])
    await warehouse.run(statement);
});
afterAll(() => warehouse?.close());

it("counts rows of published files as they are, and hides and rounds those about children", async () => {
  const { rows } = await refusals.rows(warehouse, undefined as never);
  const said = rows.map(({ loader, column, row_count, symbol }) => [
    ...[loader, column, row_count, symbol],
  ]);
  expect(said).toEqual(
    expect.arrayContaining([
      ["schools", "level", 2, null],
      ["readings", "day", 10, null],
      ["readings", "several columns", null, "c"],
      ["kept-from-before", "several columns", null, "c"],
    ]),
  );
  expect(said).toHaveLength(4);
});
