import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VsendError } from "../../../../../pipelines/warehouse/errors.ts";
import { type Bench, makeBench, SPEND_HEADER, spendCsv, spendRows } from "../../bench.ts";
import { book } from "../../book.ts";
import { zip } from "../../zip.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const rows = spendRows(40);
const spoilt = rows.with(19, rows[19]!.with(4, "1o0.20") as (typeof rows)[number]);
const grid = (cells: readonly (readonly string[])[]) => [SPEND_HEADER, ...cells];

const rejected = () =>
  bench.warehouse.rows('select "row", sheet, cell, "column", value from rejected_rows');

/** All rows and pounds of `rows`, whatever they came in. */
async function expectAll() {
  expect(
    await bench.warehouse.one("select count(*) as n, sum(amount_gbp) as pounds from loaded_spend"),
  ).toEqual({ n: 40, pounds: 4008.2 });
}

const refusal = async (...paths: string[]): Promise<VsendError> => {
  const error: unknown = await bench.load(...paths).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  const { loads = [] } = await bench.state();
  expect(loads).toEqual([]);
  return error as VsendError;
};

describe("delimited text", () => {
  it.each([
    ["utf-8", false],
    ["utf-8", true],
    ["utf-16le", true],
    ["utf-16be", true],
    ["utf-16le", false],
    ["utf-16be", false],
    ["windows-1252", false],
  ])("in %s (mark: %s) is read, whatever its delimiter", async (encoding, addBOM) => {
    const text = spendCsv(rows).replaceAll(",", ";").replace("amount_gbp", "amount_gbp;café");
    const wide = text.replaceAll(/(\.[0-9]{2})\n/g, "$1;£5 – né\n");
    const report = await bench.load(bench.write("a.csv", iconv.encode(wide, encoding, { addBOM })));
    await expectAll();
    expect(Object.values(report.untaken)).toEqual([["café"]]);
    const ofText = Object.values(report.notes)
      .flat()
      .filter((note) => !note.startsWith("has rows of"));
    expect(ofText).toEqual(
      encoding === "windows-1252"
        ? ["is not UTF-8, so it was read as windows-1252"]
        : addBOM || encoding === "utf-8"
          ? []
          : ["has no mark of its encoding, and was read as UTF-16, which its bytes show"],
    );
  });

  it("may have titles and blank lines above its header and between its rows; refusals name the cell", async () => {
    const [header, ...lines] = spendCsv(spoilt).trimEnd().split("\n");
    const text = [
      "Spend, by child",
      "",
      header,
      ...lines.slice(0, 9),
      "",
      "",
      ...lines.slice(9),
      "",
    ];
    await bench.load(bench.write("a.csv", text.join("\r\n")));
    expect(await rejected()).toEqual([
      { row: 20, sheet: null, cell: "E25", column: "amount_gbp", value: "1o0.20" },
    ]);
  });

  it.each([
    [
      "whose second row completes it",
      ["authority", "child", "financial", "", "amount"],
      ["code", "id", "year", "category", "gbp"],
    ],
    ["whose upper row groups columns", ["The child", "", "The money", "", ""], [...SPEND_HEADER]],
  ])("may have a header in two rows, %s", async (_, above, below) => {
    const text = `${above.join(",")}\n${below.join(",")}\n${spendCsv(spoilt).split("\n").slice(1).join("\n")}`;
    await bench.load(bench.write("a.csv", text));
    expect(await rejected()).toMatchObject([{ row: 20, cell: "E22" }]);
  });

  it("with a column of the contract given twice is asked about", async () => {
    const text = spendCsv(rows)
      .replace("child_id", "child_id,Child ID")
      .replaceAll(/,(C[0-9]+)/g, ",$1,$1");
    const { problem } = await refusal(bench.write("a.csv", text));
    expect(problem).toMatchObject({
      expected: 'one column "child_id"',
      came: "two, in columns B and C",
    });
  });

  it("that holds a NUL is refused with the place", async () => {
    const text = spendCsv(rows).replace("C20", "C\u00000");
    expect((await refusal(bench.write("a.csv", text))).problem.came).toContain("a NUL at byte ");
  });
});

describe("a workbook", () => {
  it("is read sheet by sheet: titles, days, leading zeros, formulas by the value they keep", async () => {
    const cells = rows.map(([authority, child, year, category, amount]) => [
      { text: authority },
      { text: child },
      { text: year },
      { text: category },
      { number: amount, formula: "SUM(A1:A2)" },
    ]);
    cells[0]![1] = { number: "7", style: "padded" } as never;
    const file = book({
      "Read me": [[{ text: "Spend" }]],
      Costs: [
        [{ text: "Costs of 2024-25" }],
        [],
        SPEND_HEADER.map((text) => ({ text })),
        ...cells,
        [],
        [],
      ],
    });
    const { loaded, passedOver } = await bench.load(bench.write("costs.xlsx", file));
    await expectAll();
    expect(loaded[0]!.file).toMatch(/costs\.xlsx, sheet Costs$/);
    expect(passedOver).toEqual([expect.stringMatching(/sheet Read me$/)]);
    const again = await bench.load(bench.write("costs.xlsx", file));
    expect(again.alreadyLoaded).toHaveLength(1);
  });

  it("with the same table on two sheets gives two lines of the ledger, each with its sheet", async () => {
    const sheet = (cells: readonly (readonly string[])[]) =>
      grid(cells).map((row) => row.map((text) => ({ text })));
    const file = book({
      "A & B": sheet(rows.slice(0, 20)),
      C: sheet(spoilt.slice(19)),
    });
    await bench.load(bench.write("a.xlsx", file));
    expect(await bench.warehouse.rows("select rows_read from loads")).toHaveLength(2);
    expect(await rejected()).toMatchObject([{ row: 1, sheet: "C", cell: "E2" }]);
  });

  it("gives days as days in both calendars of Excel, with times only where there are any", async () => {
    const { numberShown, shownBy } = await import(
      "../../../../../pipelines/load/read/formats/number-format.ts"
    );
    const shown = (stored: string, code: string, is1904 = false) =>
      numberShown(stored, shownBy(164, code), is1904).text;
    expect(shown("45688", "dd/mm/yyyy")).toBe("2025-01-31");
    expect(shown("44226", "dd/mm/yyyy", true)).toBe("2025-01-31");
    expect(shown("45688.5", "dd/mm/yyyy hh:mm")).toBe("2025-01-31 12:00:00");
    expect(shown("45688.99", "dd/mm/yyyy")).toBe("2025-01-31");
    expect(shown("1", "dd/mm/yyyy")).toBe("1900-01-01");
    expect(shown("4.0999999999999996", "General")).toBe("4.1");
    expect(shown("123", "00000")).toBe("00123");
  });

  it("whose formulas keep no value is refused with the cell", async () => {
    const cells = grid(rows).map((row) => row.map((text) => ({ text }) as object));
    cells[3]![4] = { formula: "1+1" };
    const { problem } = await refusal(bench.write("a.xlsx", book({ Costs: cells })));
    expect(problem.where).toMatch(/sheet Costs, cell E4$/);
  });

  it.each([
    ["of Excel before 2007", "a.xls", Buffer.from("d0cf11e0a1b11ae1", "hex"), "(.xls)"],
    [
      "with a password",
      "a.xlsx",
      Buffer.concat([Buffer.from("d0cf11e0", "hex"), Buffer.from("EncryptedPackage", "utf16le")]),
      "needs a password",
    ],
    ["in binary", "a.xlsb", zip({ "xl/workbook.bin": "" }), "(.xlsb)"],
    ["that is a page of HTML", "a.xls", "<html><table><tr><td>1", "a page of HTML"],
    [
      "cut short",
      "a.xlsx",
      book({ A: [[{ text: "x" }]] }).subarray(0, 300),
      "cannot be read to its end",
    ],
    [
      "with a sheet that breaks off",
      "a.xlsx",
      zip({ "xl/workbook.xml": "<workbook>", "xl/_rels/workbook.xml.rels": "<a/>" }),
      "a damaged one",
    ],
  ])("%s is refused, saying so", async (_, name, content, came) => {
    expect((await refusal(bench.write(name, content))).problem.came).toContain(came);
  });
});

describe("other files", () => {
  it("Parquet gives its columns as text, days and decimals as a contract reads them", async () => {
    const csv = bench.write("a.csv", spendCsv(rows));
    await bench.warehouse.run(
      `copy (select * replace (amount_gbp::decimal(12, 4) as amount_gbp) from read_csv('${csv}', all_varchar = true)) to '${bench.folder}/a.parquet'`,
    );
    await bench.load(`${bench.folder}/a.parquet`);
    await expectAll();
  });

  it("NDJSON gives its keys as columns, in whatever order a line has them", async () => {
    const lines = rows.map((row, i) => {
      const pairs = SPEND_HEADER.map((name, j) => [name, j === 4 ? Number(row[j]) : row[j]]);
      return JSON.stringify(Object.fromEntries(i % 2 ? pairs : pairs.reverse()));
    });
    await bench.load(bench.write("a.jsonl", lines.join("\n")));
    await expectAll();
  });

  it("of NDJSON with a broken line, the line is named", async () => {
    const file = bench.write("a.ndjson", '{"authority_code":"X10000001"}\n{"child_id":\n');
    expect((await refusal(file)).problem.where).toMatch(/line 2$/);
  });

  it(".gz of any of them is unpacked, and zips may hold folders", async () => {
    const packed = gzipSync(book({ A: grid(rows).map((row) => row.map((text) => ({ text }))) }));
    await bench.load(bench.write("a.zip", zip({ "x/y/a.xlsx.gz": packed, "x/readme.md": "" })));
    await expectAll();
  });

  it("a zip within a zip is refused politely", async () => {
    const inner = zip({ "a.csv": spendCsv(rows) });
    const { problem } = await refusal(bench.write("a.zip", zip({ "b.zip": inner })));
    expect(problem.came).toBe("an archive within it");
  });
});
