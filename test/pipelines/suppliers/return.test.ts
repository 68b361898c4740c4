import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import yauzl from "yauzl";
import { suppliersFile } from "../../../pipelines/suppliers/open-faults.ts";
import { type ReturnReport, returnFaults } from "../../../pipelines/suppliers/return.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { assessmentsCsv, type Bench, makeBench, spendCsv, spendRows } from "../load/bench.ts";
import { book } from "../load/book.ts";

const SURNAME = "Featherstonehaugh";
const UPN = "A123456789012";

let bench: Bench;
let out: string;
let report: ReturnReport;
beforeAll(async () => {
  bench = await makeBench();
  out = join(bench.folder, "faults");
  const good = Array.from({ length: 100 }, (_, i) => ({ child_id: `C${i}` }));
  const bad = [
    { child_id: UPN, cl_need: SURNAME },
    { child_id: "C200", cl_need: "7" },
    { child_id: "C201", rated_by: "Profesional", sl_need: "9" },
  ];
  await bench.load(bench.write("in/assessments.csv", assessmentsCsv([...good, ...bad])));
  const rows: string[][] = [...spendRows(60, "X10000001"), ...spendRows(60, "X10000002")];
  rows[0]![4] = "-";
  rows[60]![4] = "@";
  rows[61]![0] = "Ashton";
  const header = ["authority_code", "child_id", "Financial Year", "category", "=amount_gbp"];
  await bench.load(bench.write("in/=spend.csv", spendCsv(rows).replace(/^.*/, header.join(","))));
  const cells = [["authority_code", "child_id", "financial_year", "category", "amount_gbp"]];
  cells.push(...spendRows(30, "X10000003").map((row) => [...row]));
  cells[12]![4] = "1o0.20";
  const sheet = cells.map((row) => row.map((cell) => ({ text: cell })));
  await bench.load(bench.write("in/costs.xlsx", book({ Notes: [[{ text: "x" }]], Spend: sheet })));
  report = await returnFaults(bench.warehouse, out, null, silent);
});
afterAll(() => bench.remove());

const workbook = async (code: string) =>
  Object.fromEntries(
    (await readXlsxFile(join(out, `faults-${code}.xlsx`))).map(({ sheet, data }) => [sheet, data]),
  );

/** One part of a workbook, as it is written. */
async function part(code: string, name: string): Promise<string> {
  const zip = await yauzl.openPromise(join(out, `faults-${code}.xlsx`), { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === name) return text(await zip.openReadStreamPromise(entry));
  }
  throw new Error(`expected ${name} in the workbook`);
}

describe("a workbook is written", () => {
  it("for each authority with faults, and for the rows that tell none", () => {
    expect(report.written).toMatchObject([
      { authority: "X10000001", faults: 5, rows: 4, files: 2 },
      { authority: "X10000002", faults: 1, rows: 1, files: 1 },
      { authority: "X10000003", faults: 1, rows: 1, files: 1 },
      { authority: null, faults: 1, rows: 1, files: 1 },
    ]);
    expect(report.untold_rows).toBe(0);
  });

  it("listing file, sheet, cell, the supplier's own column, rule, reason and what to put", async () => {
    expect((await workbook("X10000003")).Faults).toEqual([
      [
        "File",
        "Sheet",
        "Row",
        "Cell",
        "Column",
        "Value",
        "Rule",
        "Why it was refused",
        "What to put",
        "Load",
      ],
      [
        "costs.xlsx",
        "Spend",
        12,
        "E13",
        "amount_gbp",
        "1o0.20",
        "an amount from -1000000 to 1000000, at most two decimals",
        "amount_gbp is not an amount from -1000000 to 1000000, at most two decimals",
        "an amount from -1000000 to 1000000, at most two decimals",
        3,
      ],
    ]);
  });

  it("with a nearest code for a code that was almost typed", async () => {
    const { Faults } = await workbook("X10000001");
    const puts = Faults!.map((row) => row[8]);
    expect(puts).toContainEqual(expect.stringMatching(/^perhaps professional; /));
    expect(puts).toContain("a whole number from 0 to 5, or leave it blank");
  });

  it("with how many rows of each file break each rule, of how many read", async () => {
    const { Summary } = await workbook("X10000001");
    const line = Summary!.find((row) => row[2] === "cl_need");
    expect(line!.slice(4, 8)).toEqual([2, 103, "1.9 per cent", 1]);
  });

  it("with how to return it, naming each load", async () => {
    const words = JSON.stringify((await workbook("X10000001"))["How to return it"]);
    expect(words).toContain("--corrects 1");
    expect(words).toContain('["Load 2","*spend.csv"]');
  });

  it("without anything that might be about a child, or about another authority", async () => {
    for (const { authority, workbook: path } of report.written) {
      const all = JSON.stringify(await readXlsxFile(path));
      expect(all).not.toContain(SURNAME);
      expect(all).not.toContain(UPN);
      expect(all).not.toContain("Ashton");
      expect(all).not.toContain(bench.folder);
      const others = ["X10000001", "X10000002", "X10000003"].filter((code) => code !== authority);
      for (const other of others) expect(all).not.toContain(other);
    }
    expect(JSON.stringify(await workbook("X10000001"))).toContain("(text of 17 characters: ");
  });

  it("whose texts stay texts, whatever they begin with", async () => {
    const { Faults } = await workbook("X10000002");
    expect(Faults![1]!.slice(0, 6)).toEqual(["*spend.csv", null, 61, "E62", "=amount_gbp", "@"]);
    const xml = await part("X10000002", "xl/worksheets/sheet1.xml");
    expect(xml).not.toContain("<f>");
    const texts = [...xml.matchAll(/<c r="[A-Z]+2" s="([0-9]+)" t="s">/g)].map(
      ([, style]) => style,
    );
    expect(texts.length).toBeGreaterThan(5);
    const styles = await part("X10000002", "xl/styles.xml");
    const [, own] = /<numFmt numFmtId="([0-9]+)" formatCode="@"/.exec(styles)!;
    const looks = styles.slice(styles.indexOf("<cellXfs")).match(/<xf [^>]*>/g)!;
    for (const style of texts) expect(looks[Number(style)]).toContain(`numFmtId="${own}"`);
  });
});

describe("one authority", () => {
  const only = (code: string) =>
    returnFaults(bench.warehouse, join(bench.folder, "one"), code, silent);

  it("gets its own workbook alone, and the rows that tell no authority are counted", async () => {
    const { written, untold_rows } = await only("X10000002");
    expect(written.map(({ authority }) => authority)).toEqual(["X10000002"]);
    expect(untold_rows).toBe(1);
  });

  it("of which nothing was loaded is asked about", async () => {
    const error: unknown = await only("X10000009").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(VsendError);
    expect((error as VsendError).exitCode).toBe(2);
    expect(String(error)).toContain("X10000001, X10000002, X10000003");
  });

  it("that has corrected everything gets nothing", async () => {
    const correction = { corrects: "3", by: "A. Clerk", reason: "a letter for a zero" };
    const right = bench.write("right.csv", spendCsv(spendRows(30, "X10000003")));
    await bench.loadWith({ correction }, right);
    const { written, nothingFor } = await only("X10000003");
    expect({ written, nothingFor }).toEqual({ written: [], nothingFor: "X10000003" });
    expect(existsSync(join(bench.folder, "one", "faults-X10000003.xlsx"))).toBe(false);
  });
});

describe("a file's name for its supplier", () => {
  it.each([
    ["/home/ann/in/spend.csv", null, "spend.csv"],
    ["in.zip/2025/spend.csv", null, "in.zip/2025/spend.csv"],
    ["/home/ann/costs.xlsx, sheet Spend", "Spend", "costs.xlsx"],
  ])("of %s, sheet %s, is %s", (file, sheet, expected) => {
    expect(suppliersFile(file, sheet)).toBe(expected);
  });
});

it.skipIf(!existsSync("/dev/full"))(
  "a full disk is told in words, and leaves no half workbook",
  async () => {
    const full = join(bench.folder, "full");
    mkdirSync(full);
    // What is written aside goes to a device that is always full.
    symlinkSync("/dev/full", join(full, `faults-X10000002.xlsx.${process.pid}`));
    const error = await returnFaults(bench.warehouse, full, null, silent).catch((e: unknown) => e);
    expect(error).toMatchObject({
      problem: { came: "a full disk", where: full, todo: expect.stringContaining("--out") },
    });
    expect(readdirSync(full)).toEqual(["faults-X10000001.xlsx"]);
  },
);
