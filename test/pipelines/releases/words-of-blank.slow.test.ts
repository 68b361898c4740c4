import { afterAll, beforeAll, expect, it } from "vitest";
import type { Figure } from "../../../pipelines/disclosure/protect.ts";
import { releases } from "../../../pipelines/measures/index.ts";
import { blanked, cellsOf } from "../../../pipelines/releases/hold.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
}, 120_000);
afterAll(() => warehouse.close());

const WORDS = ["sentence", "security_why"];

it("a row that is kept back does not say its figures in words", async () => {
  const said: string[] = [];
  let blanks = 0;
  for (const measure of releases.filter(({ columns }) => "sentence" in columns)) {
    const rows = (await measure.rows(warehouse)).rows as Figure[];
    for (const row of rows.filter((one) => one.symbol === null && cellsOf(measure, one).length)) {
      const blank = blanked(measure, row);
      if (blank === null) continue;
      blanks++;
      const shown = measure.finish?.([blank])[0] ?? blank;
      const words = WORDS.filter((name) => row[name] && shown[name] === row[name]);
      said.push(...words.map((name) => `${measure.name}: ${name}`));
    }
  }
  expect(blanks).toBeGreaterThan(0);
  expect([...new Set(said)]).toEqual([]);
}, 120_000);
