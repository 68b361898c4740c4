import { csvFormatRows } from "d3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { integer, text, trimCell } from "../../../../loaders/contract/cells.ts";
import { defineLoader } from "../../../../loaders/contract/define-loader.ts";
import { readKey } from "../../../../pipelines/load/judge/pseudonym.ts";
import {
  goodRowsSql,
  type StagedFile,
  stageFile,
} from "../../../../pipelines/load/judge/stage-file.ts";
import { delimitedTable } from "../../../../pipelines/load/read/formats/delimited.ts";
import { recognise } from "../../../../pipelines/load/recognise/recognise.ts";
import { type Bench, makeBench } from "../bench.ts";
import { cellText } from "../cell-text.ts";

const anything = () => text(/^[\s\S]+$/).nullable();

const contract = defineLoader({
  name: "anything",
  title: "Any text around a number",
  grain: "one row per number",
  table: "loaded_anything",
  columns: z.strictObject({
    before: anything(),
    number: integer({ min: 1, max: 1e9 }),
    after: anything(),
  }),
  key: ["number"],
  isChildLevel: false,
  mostRefusedShare: 1,
});

const HEADER = ["before", "number", "after"];

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.remove());

async function staged(content: string): Promise<StagedFile> {
  const path = bench.write("anything.csv", content);
  const table = await delimitedTable({ path, name: path, isNamed: true }, bench.folder);
  const match = (await recognise(table, [contract]))!;
  const plain = await table.settle(match.head, match.place);
  const file = { ...match.file, path: plain.path };
  return stageFile(bench.warehouse, { ...match, file }, plain, readKey(), 0);
}

const goodRows = async ({ staging }: StagedFile) =>
  bench.warehouse.rows(
    `from (${await goodRowsSql(bench.warehouse, contract, staging)}) order by source_row`,
  );

const rowKind = fc.constantFrom("good", "good", "good", "good", "refused", "long", "short");
const row = fc.record({
  before: cellText,
  after: cellText,
  kind: rowKind,
  blankLines: fc.constantFrom(0, 0, 0, 1, 3),
});

type WrittenRow = typeof row extends fc.Arbitrary<infer T> ? T : never;

function write(rows: readonly WrittenRow[], ending: string): string {
  const lines = rows.map(({ before, after, kind, blankLines }, i) => {
    const number = kind === "refused" ? "x" : String(i + 1);
    const cells = [before, number, ...(kind === "short" ? [] : [after])];
    const line = csvFormatRows([kind === "long" ? [...cells, "more"] : cells]);
    return ending.repeat(blankLines) + line + ending;
  });
  return [csvFormatRows([HEADER]), ending, ...lines].join("");
}

/** A text with each of its line breaks as LF, whatever it was. */
const broken = (text: unknown): string => String(text).replace(/\r\n?/g, "\n");

describe("staging", () => {
  it("gives every value in its own column and row, whatever the texts and rows around it", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.constantFrom("\n", "\r\n"),
        async (rows, ending) => {
          const file = await staged(write(rows, ending));
          const expected = rows.map(({ before, after, kind }, i) => ({
            kind,
            source_row: i + 1,
            before: broken(trimCell(before)),
            number: i + 1,
            after: broken(trimCell(after)),
          }));
          // Line breaks within cells are written as rows end.
          const found = (await goodRows(file)).map((good) => ({
            ...good,
            before: broken(good.before),
            after: broken(good.after),
          }));
          expect(found).toEqual(
            expected.filter(({ kind }) => kind === "good").map(({ kind, ...good }) => good),
          );
          expect(file.refusals.map((refusal) => refusal.row).sort((a, b) => a - b)).toEqual(
            expected.filter(({ kind }) => kind !== "good").map(({ source_row }) => source_row),
          );
          expect(file.rowsRead).toBe(rows.length);
        },
      ),
      { numRuns: 60 },
    ));

  it("keeps the order and the row numbers of a file that DuckDB reads in parallel", async () => {
    const random = fc.sample(row, { numRuns: 500, seed: 1 });
    const rows = Array.from({ length: 300_000 }, (_, i): WrittenRow => {
      if (i % 1000 === 999) return random[(i - 999) / 1000]!;
      return { before: `before ${i}`, after: `after ${i}`, kind: "good", blankLines: 0 };
    });
    const file = await staged(write(rows, "\n"));
    const good = `(${await goodRowsSql(bench.warehouse, contract, file.staging)})`;
    const { n, misplaced } = await bench.warehouse.one<{ n: number; misplaced: number }>(`
      select count(*) as n, count(*) filter (source_row <> number or
        (number % 1000 <> 0 and (before <> 'before ' || (number - 1) or after <> 'after ' || (number - 1)))) as misplaced
      from ${good}`);
    const bad = rows.flatMap(({ kind }, i) => (kind === "good" ? [] : [i + 1]));
    expect({ n, misplaced }).toEqual({ n: rows.length - bad.length, misplaced: 0 });
    expect(file.refusals.map((refusal) => refusal.row).sort((a, b) => a - b)).toEqual(bad);
  });
});
