import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  authorityCode,
  code,
  date,
  decimal,
  financialYear,
  hours,
  identifier,
  integer,
  text,
  trimCell,
} from "../../../../loaders/contract/cells.ts";
import type { Contract } from "../../../../loaders/contract/define-loader.ts";
import { statistic } from "../../../../loaders/contract/figure.ts";
import { settingId } from "../../../../loaders/contract/setting-id.ts";
import { contracts } from "../../../../loaders/index.ts";
import { columnSql, refusedSql } from "../../../../pipelines/load/cells/verdict.ts";
import { quote } from "../../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../../shipped.ts";
import { cellText } from "../cell-text.ts";

const ANY_DAY = { min: "2000-01-01", max: "2100-12-31" };

const CELLS: [name: string, cell: z.ZodType][] = [
  ["integer of one digit", integer({ min: 0, max: 5 })],
  ["integer with a sign", integer({ min: -3, max: 3 })],
  ["integer of two digits", integer({ min: 1, max: 12 })],
  ["large integer", integer({ min: 0, max: 200_000_000 })],
  ["decimal", decimal({ min: -1_000_000, max: 1_000_000 })],
  ["decimal without a sign", decimal({ min: 0, max: 100 })],
  ["hours", hours({ min: 0, max: 20_000 })],
  ["date", date(ANY_DAY)],
  ["date of a leap year", date({ min: "2024-02-28", max: "2024-03-01" })],
  ["code", code(["ehc_plan", "sen_support", "it's", "É"])],
  ["identifier", identifier()],
  ["setting's code", settingId()],
  ["text", text(/^[ -~À-ɏ–—‘’]{1,120}$/)],
  ["authority code", authorityCode()],
  ["financial year", financialYear()],
  ["statistic", statistic()],
];

interface Verdict {
  refused: boolean;
  value: unknown;
}

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
});
afterAll(() => warehouse.close());

const byZod = (cell: z.ZodType, raw: string): Verdict => {
  const read = cell.safeParse(trimCell(raw));
  return { refused: !read.success, value: read.success ? (read.data ?? null) : null };
};

async function bySql(cell: z.ZodType, raws: readonly string[]): Promise<Verdict[]> {
  const column = columnSql(cell);
  const rows = raws.map((raw, i) => `(${i}, ${quote(raw)})`).join(", ");
  const verdicts = await warehouse.rows(`
    select value, ${refusedSql(column, "raw", "value")} as refused
    from (select i, raw, ${column.value("raw")} as value from (values ${rows}) as given (i, raw))
    order by i`);
  return verdicts.map(({ value, refused }) => ({ refused: refused as boolean, value }));
}

/** Puts many texts to one cell both ways, and counts what both accepted and both refused. */
async function holdsEqual(cell: z.ZodType, numRuns: number) {
  const seen = { accepted: 0, refused: 0 };
  const texts = fc.array(cellText, { minLength: 1, maxLength: 400, size: "max" });
  await fc.assert(
    fc.asyncProperty(texts, async (raws) => {
      const zod = raws.map((raw) => ({ raw, ...byZod(cell, raw) }));
      const sql = (await bySql(cell, raws)).map((verdict, i) => ({ raw: raws[i]!, ...verdict }));
      expect(sql).toEqual(zod);
      for (const { refused } of zod) seen[refused ? "refused" : "accepted"]++;
    }),
    { numRuns },
  );
  return seen;
}

describe("SQL and zod give one verdict and one value", () => {
  it.each(CELLS)("for any text in a cell that is %s", async (_, cell) => {
    const { accepted, refused } = await holdsEqual(cell, 40);
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  it.each(CELLS)("for any text in a cell that is blank or %s", async (_, cell) => {
    const { accepted } = await holdsEqual((cell as z.ZodString).nullable(), 25);
    expect(accepted).toBeGreaterThan(0);
  });

  it("for every column of every loader", async () => {
    const cells = new Map(
      contracts(shippedInstruments()).flatMap((contract: Contract) =>
        Object.entries(contract.columns.shape).map(([column, cell]) => [
          `${contract.name} ${column}`,
          cell,
        ]),
      ),
    );
    expect(cells.size).toBeGreaterThan(60);
    for (const cell of cells.values()) await holdsEqual(cell, 1);
  });
});
