import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, makeBench, SPEND_HEADER, spendRows } from "./bench.ts";
import { book } from "./book.ts";
import { ods, textRows } from "./ods.ts";

const CASE = "../shared/cases/13-ods/high-needs.ods";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const grid = [[...SPEND_HEADER], ...spendRows(10)];
const texts = grid.map((row) => row.map((text) => ({ text })));
const spend = () =>
  bench.warehouse.one("select count(*) as n, sum(amount_gbp) as pounds from loaded_spend");

describe("what a spreadsheet shows is what is loaded", () => {
  it("so a hidden sheet does not supersede the visible one, and is named", async () => {
    const old = texts.map((row, i) => (i === 0 ? row : row.with(4, { text: "100000" })));
    const file = book(
      { Costs: texts, "old - do not use": old },
      { hidden: { "old - do not use": "hidden" } },
    );
    const { passedOver, passedOverAs } = await bench.load(bench.write("costs.xlsx", file));
    expect(await spend()).toEqual({ n: 10, pounds: 1000.55 });
    expect(passedOver).toEqual([expect.stringMatching(/costs\.xlsx, sheet old - do not use$/)]);
    expect(Object.values(passedOverAs)).toEqual([expect.stringMatching(/^a hidden sheet/)]);
  });

  it("so a workbook of hidden sheets alone, or without a column that is hidden, says why", async () => {
    const problem = (bytes: Buffer) =>
      bench.load(bench.write("a.xlsx", bytes)).then(
        () => null,
        (error: { problem: { came: string; details?: string[] } }) => error.problem,
      );
    expect(await problem(book({ Costs: texts }, { hidden: { Costs: "hidden" } }))).toMatchObject({
      came: "a workbook whose sheets are all hidden, of which nothing is loaded",
    });
    expect(await problem(book({ Costs: texts }, { hiddenColumns: [5] }))).toMatchObject({
      came: 'a file without "amount_gbp"',
      details: ["columns E are hidden, and hidden columns are not loaded"],
    });
  });

  it("of OpenDocument as of a workbook, also in a folder", async () => {
    bench.write("in/costs.ods", ods({ Costs: { rows: textRows(grid) } }));
    await bench.load(`${bench.folder}/in`);
    expect(await spend()).toEqual({ n: 10, pounds: 1000.55 });
  });

  it.skipIf(!existsSync(CASE))(
    "of a table of authorities in it too (where the case is at hand)",
    async () => {
      await bench.load(CASE);
      expect(
        await bench.warehouse.rows(
          "select authority_code, authority_name, region from loaded_authorities",
        ),
      ).toEqual([
        { authority_code: "X10000001", authority_name: "Northmere", region: "Invented region" },
      ]);
    },
  );
});

describe("what stands under no heading", () => {
  const beside = texts.map((row, i) =>
    i === 2 ? [...row, {}, { text: "ask JB" }] : i === 5 ? [...row, { text: "late" }] : row,
  );
  const notesOf = async (name: string, bytes: string | Buffer) =>
    Object.values((await bench.load(bench.write(name, bytes))).notes).flat();
  const told = "has text beside its table, under no heading, which was not loaded";

  it("beside the table of a sheet is named, cell by cell, and not what it says", async () => {
    const notes = await notesOf("a.xlsx", book({ Costs: beside }));
    expect(notes).toContain(`${told} (F6, G3)`);
    expect(notes.join()).not.toMatch(/JB|late/);
    expect(await spend()).toEqual({ n: 10, pounds: 1000.55 });
  });

  it("is named of OpenDocument too, and many cells of a column by their number", async () => {
    const many = grid.map((row, i) => [...row, "", i > 0 ? "note" : ""]);
    const rows = textRows(many.map((row) => row.map((text) => text)));
    expect(await notesOf("a.ods", ods({ Costs: { rows } }))).toContain(
      `${told} (10 cells of column G)`,
    );
  });

  it("is named of delimited text, and nothing is said where it is empty", async () => {
    const csv = (last: string) =>
      grid.map((row, i) => [...row, "", i === 3 ? last : ""].join(",")).join("\n");
    expect(await notesOf("a.csv", csv("see JB"))).toContain(
      "has text under no heading, which was not loaded (1 cell of column G)",
    );
    expect((await notesOf("b.csv", csv(""))).join()).not.toContain("no heading");
  });
});

it("amounts of many decimals are read to the penny, and said to be, whatever they come in", async () => {
  const amounts = ["33.333333333333336", "(250.00)", "66.666666666666664", "£-1,204.5", "10"];
  const rows = amounts.map((amount, i) => [...spendRows(5)[i]!.slice(0, 4), amount]);
  const stored = amounts.map((amount) => amount.replace("(250.00)", "-250").replace(/[£,]/g, ""));
  const files: [string, string | Buffer][] = [
    [
      "a.csv",
      [SPEND_HEADER, ...rows].map((row) => row.map((cell) => `"${cell}"`).join()).join("\n"),
    ],
    [
      "b.xlsx",
      book({
        Costs: [
          SPEND_HEADER.map((text) => ({ text })),
          ...rows.map((row, i) =>
            row.map((text, j) =>
              j === 4 ? { number: stored[i]!, format: "#,##0.00_);(#,##0.00)" } : { text },
            ),
          ),
        ],
      }),
    ],
  ];
  for (const [name, bytes] of files) {
    const { notes } = await bench.load(bench.write(name, bytes));
    expect(Object.values(notes).flat()).toContain(
      "gave 2 rows with amounts of more than two decimals, read to the penny",
    );
    expect(await spend()).toEqual({ n: 5, pounds: -1344.5 });
  }
});
