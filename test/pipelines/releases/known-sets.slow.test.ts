import { afterAll, beforeAll, expect, it } from "vitest";
import { nearestFive } from "../../../pipelines/disclosure/protect.ts";
import { countedBy } from "../../../pipelines/measures/define/measure.ts";
import { releases } from "../../../pipelines/measures/index.ts";
import { cellsOf } from "../../../pipelines/releases/hold.ts";
import { nearSets } from "../../../pipelines/releases/near.ts";
import { sameSets } from "../../../pipelines/releases/one-rule.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let warehouse: Warehouse;
let known: ReadonlyMap<string, string>;
beforeAll(async () => {
  warehouse = await builtWarehouse();
  await nearSets(warehouse, countedBy(releases));
  known = await sameSets(warehouse);
});
afterAll(() => warehouse.close());

/** What a row names besides its own set, which may be of nobody, such as the other half of a whole. */
const kindOf = (cell: string): string => cell.replace(/^.*[:,] /, "");

/** Of whom the sample has none. */
const NOBODY = ["Paid for and not placed", "worsened in ci"];

it.each(releases.filter(({ contributors }) => typeof contributors === "function"))(
  "$name names sets of children that are known, of every kind that it names",
  async (measure) => {
    const named = (await measure.rows(warehouse)).rows
      .filter(({ child_count }) => child_count)
      .map((row) => cellsOf(measure, row));
    expect(named.flatMap(([own]) => own ?? []).filter((own) => !known.has(own))).toEqual([]);
    const cells = [...new Set(named.flat())];
    const kinds = new Set(cells.filter((cell) => known.has(cell)).map(kindOf));
    const unknown = cells.filter((cell) => !kinds.has(kindOf(cell)));
    expect(unknown.filter((cell) => !NOBODY.includes(kindOf(cell)))).toEqual([]);
  },
);

it.each(
  releases.filter(
    ({ contributors, row }) => typeof contributors === "function" && "all_count" in row.shape,
  ),
)("$name names the set of which a row says how many all are", async (measure) => {
  const sizes = new Map(
    (
      await warehouse.rows<{ cell: string; child_count: number }>(
        "select cell, child_count from members_now",
      )
    ).map(({ cell, child_count }) => [cell, child_count]),
  );
  const unnamed = (await measure.rows(warehouse)).rows.filter(
    (row) =>
      row.all_count !== null &&
      !cellsOf(measure, row).some((cell) => nearestFive(sizes.get(cell) ?? 0) === row.all_count),
  );
  expect(unnamed).toEqual([]);
});
