import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { singleHeaders } from "../../../../../pipelines/load/read/formats/header.ts";
import { readTables } from "../../../../../pipelines/load/read/formats/read-tables.ts";
import type { VsendError } from "../../../../../pipelines/warehouse/errors.ts";
import { openWarehouse, type Warehouse } from "../../../../../pipelines/warehouse/warehouse.ts";
import { book, type Cell, type Looks } from "../../book.ts";
import { type OdsRow, type OdsSheet, ods, textRows } from "../../ods.ts";
import { zip } from "../../zip.ts";

let warehouse: Warehouse;
let workDir: string;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  workDir = mkdtempSync(join(tmpdir(), "vsend-test-"));
});
afterAll(() => {
  warehouse.close();
  rmSync(workDir, { recursive: true });
});

let written = 0;
/** What is below the first header of each table of a file, and what is told of it. */
async function read(bytes: Buffer, ending: string) {
  const path = join(workDir, `${written++}.${ending}`);
  writeFileSync(path, bytes);
  const tables = await readTables({ path, name: path, isNamed: true }, { warehouse, workDir });
  return Promise.all(
    tables.map(async (table) => {
      const { sheet } = table.file;
      if (table.isHidden) return { sheet, isHidden: true };
      const head = table.heads[0]!;
      const place = singleHeaders(head)[0]!;
      const plain = await table.settle(head, place);
      const rows = readFileSync(plain.path, "utf8").trimEnd().split("\n").slice(1);
      return { sheet, names: place.names, rows, notes: plain.notes, origin: plain.origin };
    }),
  );
}

const texts = (rows: readonly (readonly string[])[]): Cell[][] =>
  rows.map((row) => row.map((text) => ({ text })));
const GRID = [
  ["child", "category", "pounds"],
  ["C1", "place", "a"],
  ["C2", "place", "b"],
  ["C3", "top_up", "c"],
];
const xlsx = (looks: Looks, cells = texts(GRID)) => read(book({ Costs: cells }, looks), "xlsx");
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: VsendError) => error.problem,
  );

describe("of a workbook, what is hidden is not read and is named", () => {
  it.each(["hidden", "veryHidden"] as const)("a sheet that is %s", async (state) => {
    const bytes = book({ Costs: texts(GRID), Old: texts(GRID) }, { hidden: { Old: state } });
    expect(await read(bytes, "xlsx")).toMatchObject([
      {
        sheet: "Costs",
        notes: ['is in a workbook with hidden sheets, of which nothing is loaded ("Old")'],
      },
      { sheet: "Old", isHidden: true },
    ]);
  });

  it("rows, whatever hides them", async () => {
    expect(await xlsx({ hiddenRows: [2, 3] })).toMatchObject([
      {
        rows: ["C3,top_up,c"],
        notes: ["has hidden rows that were not loaded although they hold something (2–3)"],
        origin: { headerRow: 1, blanks: [0, 0] },
      },
    ]);
  });

  it("columns, with their headings", async () => {
    expect(await xlsx({ hiddenColumns: [2] })).toMatchObject([
      {
        names: ["child", "", "pounds"],
        rows: ["C1,,a", "C2,,b", "C3,,c"],
        notes: ["has hidden columns, which were not loaded (B)"],
      },
    ]);
  });

  it("cells whose format shows nothing, and columns shown in thousands are told", async () => {
    const cells = texts(GRID);
    cells[1]![2] = { number: "5", format: ";;;" };
    cells[2]![2] = { number: "1234567", format: "#,##0," };
    expect(await xlsx({}, cells)).toMatchObject([
      {
        rows: ["C1,place,", "C2,place,1234567", "C3,top_up,c"],
        notes: [
          "has cells whose format shows nothing of what they hold, which were taken as blank (C2)",
          "shows numbers in thousands or millions, which were loaded in full (columns C)",
        ],
      },
    ]);
  });
});

describe("merged cells are what is seen beside each row", () => {
  it("text stands in each of their rows", async () => {
    const cells = texts(GRID.map(([child, category], i) => [child!, i > 1 ? "" : category!]));
    expect(await xlsx({ merged: ["B2:B4"] }, cells)).toMatchObject([
      {
        rows: ["C1,place", "C2,place", "C3,place"],
        notes: ["has merged cells (B2:B4), whose text was given to each of their rows"],
      },
    ]);
  });

  it("a day too, and what lies below is not seen", async () => {
    const cells = texts(GRID);
    cells[2]![1] = { number: "45688", style: "day" };
    expect(await xlsx({ merged: ["B3:C4"] }, cells)).toMatchObject([
      { rows: ["C1,place,a", "C2,2025-01-31,", "C3,2025-01-31,"] },
    ]);
  });

  it("a number is refused: whether it is of each row cannot be told", async () => {
    const cells = texts(GRID);
    cells[1]![2] = { number: "500" };
    expect(await refusal(xlsx({ merged: ["C2:C4"] }, cells))).toMatchObject({
      where: expect.stringMatching(/sheet Costs, cells C2:C4$/),
    });
  });

  it("across columns they are named, and titles above the header are nobody's concern", async () => {
    const cells = [...texts([["A title"], ...GRID]), [{ text: "Total of all" }]];
    expect(await xlsx({ merged: ["A1:C1", "A6:C6"] }, cells)).toMatchObject([
      {
        rows: ["C1,place,a", "C2,place,b", "C3,top_up,c", "Total of all,,"],
        notes: ["has cells merged across columns (A6:C6), of which the first alone holds anything"],
      },
    ]);
  });
});

describe("an OpenDocument spreadsheet", () => {
  const one = (rows: readonly OdsRow[], more: Partial<OdsSheet> = {}) =>
    read(ods({ Costs: { rows, ...more } }), "ods");

  it("gives values with all decimals, days, durations and identifiers as they are shown", async () => {
    const [header] = textRows([["a", "b", "c", "d", "e", "f"]]);
    const rows: OdsRow[] = [
      {
        cells: [
          { type: "float", value: "1204.567", shown: "1,204.57" },
          { type: "currency", value: "-250", shown: "(£250.00)", more: 'office:currency="GBP"' },
          { type: "percentage", value: "0.125", shown: "13%" },
          { type: "date", value: "2024-09-01T00:00:00", shown: "01/09/24" },
          { type: "time", value: "PT36H00M00S", shown: "36:00" },
          { type: "float", value: "123", shown: "00123" },
        ],
      },
      {
        cells: [
          { type: "float", value: "0", shown: "-" },
          { type: "currency", value: "10", shown: "$10", more: 'office:currency="USD"' },
          { type: "boolean", value: "true", shown: "TRUE" },
          { type: "date", value: "2024-09-01T09:30:00", shown: "01/09/2024 09:30" },
          { type: "string", shown: "two  spaces\nand lines", comment: "not this" },
          { type: "float", value: "3", shown: "c" },
        ],
      },
    ];
    expect((await one([header!, ...rows]))[0]!.rows).toEqual([
      "1204.567,-250,12.5%,2024-09-01,36:00:00,00123",
      '0,USD 10,TRUE,2024-09-01 09:30:00,"two  spaces',
      'and lines",c',
    ]);
  });

  it("repeats cells and rows as often as it says, and blank ones to the end of the sheet", async () => {
    const rows: OdsRow[] = [
      ...textRows([["a", "b", "c", "d"]]),
      { cells: [{ more: 'table:number-columns-repeated="16384"' }], repeated: 2 },
      {
        cells: [
          { type: "string", shown: "x", more: 'table:number-columns-repeated="3"' },
          { more: 'table:number-columns-repeated="16381"' },
        ],
        repeated: 2,
      },
      { cells: [{ more: 'table:number-columns-repeated="16384"' }], repeated: 1_048_571 },
    ];
    expect(await one(rows)).toMatchObject([
      { rows: ["x,x,x,", "x,x,x,"], origin: { headerRow: 1, blanks: [0, 0] } },
    ]);
  });

  it("has hidden sheets, rows and columns, which are named", async () => {
    const bytes = ods({
      Old: { rows: textRows(GRID), isHidden: true },
      Costs: {
        columns: [
          { repeated: 1, isHidden: false },
          { repeated: 1, isHidden: true },
        ],
        rows: textRows(GRID).map((row, i) => (i === 1 ? { ...row, visibility: "filter" } : row)),
      },
    });
    expect(await read(bytes, "ods")).toMatchObject([
      { sheet: "Old", isHidden: true },
      {
        rows: ["C2,,b", "C3,,c"],
        notes: [
          "has hidden rows that were not loaded although they hold something (2)",
          "has hidden columns, which were not loaded (B)",
          'is in a workbook with hidden sheets, of which nothing is loaded ("Old")',
        ],
      },
    ]);
  });

  it("has merged cells, whose text stands in each of their rows", async () => {
    const rows = textRows(GRID.map((row) => row.slice(0, 2)));
    const merged: OdsRow[] = rows.map((row, i) =>
      i === 0
        ? row
        : {
            cells: [
              row.cells[0]!,
              i === 1
                ? { ...row.cells[1]!, more: 'table:number-rows-spanned="3"' }
                : { covered: true, type: "string", shown: "below" },
            ],
          },
    );
    expect(await one(merged)).toMatchObject([
      {
        rows: ["C1,place", "C2,place", "C3,place"],
        notes: ["has merged cells (B2:B4), whose text was given to each of their rows"],
      },
    ]);
  });

  it.each([
    ["a row beyond the last", [{ repeated: 1_048_577 }], "a row stands beyond row 1048576"],
    [
      "a cell beyond the last",
      [{ more: 'table:number-columns-repeated="16385"' }],
      "a cell stands beyond column 16384",
    ],
    [
      "no number of repeats",
      [{ more: 'table:number-columns-repeated="-1"' }],
      "no number of times",
    ],
  ])("with %s is damaged", async (_, [odd], came) => {
    const { repeated = 1, more = "" } = odd as { repeated?: number; more?: string };
    const rows: OdsRow[] = [
      ...textRows([["a", "b"]]),
      { cells: [{ type: "string", shown: "x", more }], repeated },
    ];
    expect((await refusal(one(rows)))?.came).toContain(came);
  });

  it("made to fill the disk is stopped", async () => {
    const rows: OdsRow[] = [
      ...textRows([Array.from({ length: 400 }, () => "a")]),
      {
        cells: [
          {
            type: "string",
            shown: "x".repeat(1000),
            more: 'table:number-columns-repeated="400"',
          },
        ],
        repeated: 1_000_000,
      },
    ];
    expect((await refusal(one(rows)))?.expected).toContain("when unpacked");
  });

  it("with a password, of another kind, or of too many sheets says so", async () => {
    const locked = ods({ A: { rows: textRows(GRID) } }, "<manifest:encryption-data/>");
    expect((await refusal(read(locked, "ods")))?.came).toBe("one that needs a password");
    const text = zip({ "content.xml": "<a><text/></a>", "META-INF/manifest.xml": "<m/>" });
    expect(await read(text, "odt")).toEqual([]);
    const many = Object.fromEntries(
      Array.from({ length: 251 }, (_, i) => [`S${i}`, { rows: textRows(GRID) }]),
    );
    expect((await refusal(read(ods(many), "ods")))?.came).toBe("251");
  });
});

describe("an archive or workbook of more files than any is", () => {
  it.each(["xlsx", "ods", "zip"])("is refused by its directory alone: .%s", async (ending) => {
    const files = Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`f${i}`, ""]));
    expect((await refusal(read(zip(files), ending)))?.came).toBe("5001");
  });
});
