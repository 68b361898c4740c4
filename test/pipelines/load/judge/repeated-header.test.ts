import { afterEach, beforeEach, expect, it } from "vitest";
import { type Bench, makeBench } from "../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const names = (...rows: string[]) =>
  ["authority_name, Region ,authority_code", ...rows].join("\n").concat("\n");
const HEADINGS = "col_name,col_type,label,indicator_unit";
const lines = (n: number) =>
  Array.from({ length: n }, (_, i) => `figure_${i},Indicator,Figure ${i},`);

it("a row that repeats the headings is refused where every column takes words", async () => {
  const file = bench.write(
    "figures.meta.csv",
    `${[HEADINGS, "region,Filter,Region,", HEADINGS, ...lines(30)].join("\n")}\n`,
  );
  const { loaded } = await bench.load(file);
  expect(loaded).toMatchObject([{ rows_read: 32, rows_loaded: 31, rows_rejected: 1 }]);
  expect(
    await bench.warehouse.rows(
      'select "row", cell, "column", rule, message, suggestion from rejected_rows',
    ),
  ).toEqual([
    {
      row: 2,
      cell: "A3",
      column: "col_name",
      rule: "a row of data",
      message: "repeats the headings",
      suggestion: "take the row out",
    },
  ]);
});

it("a row with one heading in it is data like another", async () => {
  const file = bench.write(
    "figures.meta.csv",
    `${[HEADINGS, "label,Filter,Label,", ...lines(30)].join("\n")}\n`,
  );
  expect((await bench.load(file)).loaded).toMatchObject([{ rows_loaded: 31, rows_rejected: 0 }]);
});

it("elsewhere too it is refused for that one reason, not cell by cell", async () => {
  const good = Array.from({ length: 30 }, (_, i) => `Place ${i},South,X100000${10 + i}`);
  const file = bench.write("names.csv", names(...good, "authority_name,Region,authority_code"));
  const { loaded } = await bench.load(file);
  expect(loaded).toMatchObject([{ rows_loaded: 30, rows_rejected: 1 }]);
  expect(await bench.warehouse.rows("select message from rejected_rows")).toEqual([
    { message: "repeats the headings" },
  ]);
});
