import { chmodSync, existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DFE_TABLES } from "../../../loaders/dfe-ehc-plans-tables.ts";
import { openLedgerLines } from "../../../pipelines/load/commit/ledger.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { assessmentsCsv, type Bench, makeBench, spendCsv, spendRows } from "./bench.ts";
import { zip } from "./zip.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const spend = (name: string, rows: readonly (readonly string[])[]) =>
  bench.write(name, spendCsv(rows));

/** The error of a load that must fail, after which the warehouse must be as it was before. */
async function refusal(...paths: string[]): Promise<VsendError> {
  await bench.load(spend("first.csv", spendRows(3, "X10000009")));
  const before = await bench.state();
  const error: unknown = await bench.load(...paths).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  expect(await bench.state()).toEqual(before);
  return error as VsendError;
}

const rejected = () =>
  bench.warehouse.rows(
    'select file, "row", "column", value, message from rejected_rows join loads using (load_id) order by "row", "column"',
  );

const pounds = async () =>
  (await bench.warehouse.one<{ sum: number }>("select sum(amount_gbp) as sum from loaded_spend"))
    .sum;

const ledger = () =>
  bench.warehouse.rows(
    "select rows_read as read, rows_loaded as loaded, rows_rejected as rejected, rows_superseded as superseded, amount_read, amount_loaded, amount_rejected, amount_superseded from loads order by load_id",
  );

describe("a load", () => {
  it("takes in every row and pound, and says how current the file is", async () => {
    const path = spend("spend.csv", spendRows(4));
    const { loaded, alreadyLoaded, passedOver } = await bench.load(path);
    expect(loaded).toMatchObject([
      {
        load_id: 1,
        loader: "spend",
        file: basename(path),
        rows_read: 4,
        rows_loaded: 4,
        rows_rejected: 0,
        rows_superseded: 0,
        rows_out_of_scope: 0,
        amount_read: 400.1,
        amount_loaded: 400.1,
        as_of: "2025-03-31",
      },
    ]);
    expect([alreadyLoaded, passedOver]).toEqual([[], []]);
    expect(await pounds()).toBe(400.1);
  });

  it("of the same bytes again changes nothing, under whatever name", async () => {
    await bench.load(spend("spend.csv", spendRows(4)));
    const before = await bench.state();
    const report = await bench.load(spend("copy.csv", spendRows(4)));
    expect(report.loaded).toEqual([]);
    expect(report.alreadyLoaded).toEqual([expect.stringContaining("copy.csv")]);
    expect(await bench.state()).toEqual(before);
  });

  it("of a corrected file supersedes the rows it gives again, and both ledger lines close", async () => {
    const rows = spendRows(4);
    await bench.load(spend("spend.csv", rows));
    const corrected = [rows[0]!.with(4, "500.00"), rows[1]!, [...rows[3]!.with(1, "C9")]];
    await bench.load(spend("corrected.csv", corrected));
    expect(await ledger()).toEqual([
      {
        read: 4,
        loaded: 2,
        rejected: 0,
        superseded: 2,
        amount_read: 400.1,
        amount_loaded: 200.07,
        amount_rejected: 0,
        amount_superseded: 200.03,
      },
      {
        read: 3,
        loaded: 3,
        rejected: 0,
        superseded: 0,
        amount_read: 700.06,
        amount_loaded: 700.06,
        amount_rejected: 0,
        amount_superseded: 0,
      },
    ]);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
    expect(await pounds()).toBe(900.13);
  });

  it("takes one of identical rows that do not add up, and counts the others as superseded", async () => {
    const [a, b, c] = ["A1", "A2", "A3"].map((child_id) => ({ child_id }));
    await bench.load(bench.write("a.csv", assessmentsCsv([a!, b!, c!, b!, b!])));
    expect(await ledger()).toMatchObject([{ read: 5, loaded: 3, rejected: 0, superseded: 2 }]);
  });

  it("refuses every one of conflicting rows, since neither can be known to be right", async () => {
    const rows = spendRows(60);
    await bench.load(spend("spend.csv", [...rows, rows[7]!.with(4, "9.00")]));
    expect(await ledger()).toMatchObject([
      { read: 61, loaded: 59, rejected: 2, amount_rejected: 109.08, amount_superseded: 0 },
    ]);
    expect((await rejected()).map(({ row }) => row)).toEqual([8, 61]);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
  });

  it("keeps a refused row with its file, row, column, value and reason, and takes the others", async () => {
    const rows = spendRows(40);
    rows[19]![4] = "1o0.20";
    rows[29]![2] = "2024-26";
    const path = spend("spend.csv", rows);
    await bench.load(path);
    expect(await ledger()).toMatchObject([{ read: 40, loaded: 38, rejected: 2 }]);
    expect(await rejected()).toEqual([
      {
        file: basename(path),
        row: 20,
        column: "amount_gbp",
        value: "1o0.20",
        message: "is not an amount from -1000000 to 1000000, at most two decimals",
      },
      {
        file: basename(path),
        row: 30,
        column: "financial_year",
        value: "2024-26",
        message: expect.stringMatching(/^is not one of 50 codes such as /),
      },
    ]);
  });

  it("gives each reason of a row that breaks several rules", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ child_id: `C${i}` }) as object);
    rows[9] = { child_id: "C9", assessed_on: "2031-01-01", cl_need: "6", sl_need: "" };
    rows[10] = { child_id: "C10", assessed_on: "2099-01-01" };
    await bench.load(bench.write("assessments.csv", assessmentsCsv(rows)));
    expect(
      (await rejected()).map(({ row, column, message }) => [row, column, message].join(" ")),
    ).toEqual([
      "10 assessed_on is later than today",
      "10 cl_need is not a whole number from 0 to 5",
      "11 assessed_on is later than today",
    ]);
  });

  it.each([
    ["a byte-order mark", (text: string) => `\ufeff${text}`],
    ["CR LF line endings", (text: string) => text.replaceAll("\n", "\r\n")],
    ["CR line endings", (text: string) => text.replaceAll("\n", "\r")],
    ["semicolons", (text: string) => text.replaceAll(",", ";")],
    ["tabs", (text: string) => text.replaceAll(",", "\t")],
    ["bars", (text: string) => text.replaceAll(",", "|")],
    ["byte-order marks within", (text: string) => text.replaceAll("X1", "\ufeffX1")],
    ["blank lines", (text: string) => text.replace("X", "\n\nX").concat("\n\n")],
    ["no line ending at the end", (text: string) => text.trimEnd()],
    ["every cell quoted", (text: string) => text.replaceAll(/[^,\n]+/g, '"$&"')],
    [
      "every cell quoted and semicolons",
      (text: string) => text.replaceAll(/[^,\n]+/g, '"$&"').replaceAll(",", ";"),
    ],
    [
      "a heading that holds other delimiters",
      (text: string) => text.replaceAll("\n", ',"a;b|c"\n'),
    ],
    ["a delimiter after the last column", (text: string) => text.replaceAll("\n", ",\n")],
    ["headings in capitals with spaces", (text: string) => text.replace("child_id", " Child ID ")],
  ])("reads a file with %s as the same rows", async (_, written) => {
    await bench.load(bench.write("spend.csv", written(spendCsv(spendRows(20)))));
    expect(await ledger()).toMatchObject([{ read: 20, loaded: 20, amount_loaded: 2002.1 }]);
  });

  it("reads the file named, though its name is a pattern that fits another", async () => {
    spend("spend1.csv", spendRows(5));
    spend("spendx.csv", spendRows(6));
    for (const [i, name] of ["spend[1].csv", "spend*.csv", "spend?.csv"].entries()) {
      await bench.load(spend(name, spendRows(i + 1, `X1000000${i}`)));
    }
    expect((await ledger()).map(({ read }) => read)).toEqual([1, 2, 3]);
  });

  it("numbers rows by the rows of the file when blank lines and ragged rows come before", async () => {
    const lines = spendRows(60).map((row) => row.join(","));
    lines[4] += "\n\n";
    lines[9] += ",extra";
    lines[19] = lines[19]!.replace(",top_up", "");
    lines[29] = lines[29]!.replace("top_up", '"top\n\nup"');
    const header = spendCsv([]).trimEnd();
    await bench.load(bench.write("spend.csv", `${[header, ...lines].join("\n")}\n`));
    expect((await rejected()).map(({ row }) => row)).toEqual([10, 20, 30]);
    expect(
      await bench.warehouse.rows(
        "select source_row from loaded_spend where source_row <> (amount_gbp - 100) * 100",
      ),
    ).toEqual([]);
  });

  it("takes columns in any order and passes over those no contract names", async () => {
    const path = bench.write(
      "spend.csv",
      "notes,amount_gbp,category,financial_year,surname,child_id,authority_code\nx,£1,top_up,2024-25,Smith,C1,X10000001\n",
    );
    const { untaken } = await bench.load(path);
    expect(untaken).toEqual({ [path]: ["notes", "surname"] });
    expect(await ledger()).toMatchObject([{ loaded: 1, amount_loaded: 1 }]);
  });
});

describe("files and folders", () => {
  it("opens a zip, and loads the extracts in it", async () => {
    const archive = zip({
      "spend.csv": spendCsv(spendRows(4)),
      "in/assessments.csv": assessmentsCsv([{ child_id: "C1" }]),
      "readme.txt": "About these files",
    });
    const { loaded, passedOver } = await bench.load(bench.write("extracts.zip", archive));
    expect(loaded.map(({ file, rows_loaded }) => [file, rows_loaded])).toEqual([
      ["extracts.zip/in/assessments.csv", 1],
      ["extracts.zip/spend.csv", 4],
    ]);
    expect(passedOver).toEqual(["extracts.zip/readme.txt"]);
  });

  it("searches a folder, and passes over files that no loader knows", async () => {
    spend("all/2025/spend.csv", spendRows(4));
    bench.write("all/notes.txt", "Ask Jo about this");
    bench.write("all/empty.csv", "");
    bench.write("all/board.pdf", "%PDF");
    bench.write("all/other.csv", "a,b\n1,2\n");
    const { loaded, passedOver } = await bench.load(`${bench.folder}/all`);
    expect(loaded).toHaveLength(1);
    expect(passedOver.map((path) => path.replace(/.*\/all\//, ""))).toEqual([
      "board.pdf",
      "empty.csv",
      "notes.txt",
      "other.csv",
    ]);
  });

  it("loads two files one after the other, the later superseding the earlier", async () => {
    const rows = spendRows(2);
    await bench.load(spend("a.csv", rows));
    await bench.load(spend("b.csv", [rows[0]!.with(4, "1.00") as (typeof rows)[number]]));
    expect(await ledger()).toMatchObject([
      { loaded: 1, superseded: 1 },
      { loaded: 1, superseded: 0 },
    ]);
  });

  it("loads a file given twice in one call once", async () => {
    const { loaded, alreadyLoaded } = await bench.load(
      spend("a.csv", spendRows(2)),
      spend("b.csv", spendRows(2)),
    );
    expect([loaded.length, alreadyLoaded.length]).toEqual([1, 1]);
  });
});

describe("a load is refused, and leaves the warehouse as it was,", () => {
  const withBad = (n: number, of: number) =>
    spendRows(of).map((row, i) => (i < n ? row.with(4, "ten") : row));

  it("when more rows are refused than the rules allow", async () => {
    const { exitCode, message } = await refusal(spend("spend.csv", withBad(3, 40)));
    expect(exitCode).toBe(1);
    expect(message).toContain("3 of 40 refused");
    expect(message).toContain("row 1: amount_gbp");
    await bench.load(spend("spend.csv", withBad(2, 40)));
  });

  it("of a few rows, when more than one is refused or no more are good than refused", async () => {
    for (const [bad, rows] of [
      [2, 10],
      [1, 2],
      [1, 1],
    ] as const) {
      const { message } = await refusal(spend("spend.csv", withBad(bad, rows)));
      expect(message).toContain(`${bad} of ${rows} refused`);
    }
    const { loaded } = await bench.load(spend("spend.csv", withBad(1, 4)));
    expect(loaded).toMatchObject([{ rows_read: 4, rows_loaded: 3, rows_rejected: 1 }]);
  });

  it("when a column is missing, which it names beside the columns that match nothing", async () => {
    const text = spendCsv(spendRows(4)).replace("amount_gbp", "cost");
    const { exitCode, problem } = await refusal(bench.write("spend.csv", text));
    expect(exitCode).toBe(1);
    expect(problem.came).toBe('a file without "amount_gbp"');
    expect(problem.todo).toContain("match nothing: cost");
  });

  it.each([
    ["is of no kind we know", "other.csv", "name,age\nJo,7\n", "columns that none of them knows"],
    ["is not a table", "board.pdf", "%PDF", "a kind of file that is not read"],
    ["is empty", "spend.csv", "", "an empty file"],
    [
      "is a zip without a table",
      "all.zip",
      zip({ "a.pdf": "%PDF" }),
      "an archive without such a file",
    ],
    ["is an empty zip", "all.zip", zip({}), "an archive without such a file"],
    ["has a header only", "spend.csv", spendCsv([]), "a file without any"],
    ["is of assessments, with a header only", "a.csv", assessmentsCsv([]), "a file without any"],
    [
      "mixes line endings",
      "spend.csv",
      spendCsv(spendRows(9)).replace("\n", "\r\n"),
      "mixes line endings",
    ],
  ])("when a file named outright %s", async (_, name, content, came) => {
    const { exitCode, problem } = await refusal(bench.write(name, content));
    expect(exitCode).toBe(1);
    expect(problem.came).toContain(came);
    expect(problem.where).toContain(name);
  });

  it("when a folder holds nothing that a loader knows", async () => {
    bench.write("all/notes.txt", "Ask Jo about this");
    const { exitCode, problem } = await refusal(`${bench.folder}/all`);
    expect(exitCode).toBe(1);
    expect(problem.details).toEqual([expect.stringContaining("notes.txt")]);
  });

  it("when there is nothing at the path", async () => {
    expect((await refusal(`${bench.folder}/nothing.csv`)).exitCode).toBe(2);
  });

  it("when a zip is cut short", async () => {
    const whole = zip({ "spend.csv": spendCsv(spendRows(400)) });
    for (const length of [1, whole.length / 2, whole.length - 1]) {
      const cut = whole.subarray(0, length);
      expect((await refusal(bench.write("cut.zip", cut))).problem.expected).toBe(
        "a whole zip file",
      );
    }
  });

  it.each([
    ["between two cells", 20],
    ["within its last cell", 3],
  ])("when a file stops in the middle of a row, %s", async (_, bytes) => {
    const text = spendCsv(spendRows(40)).slice(0, -bytes);
    const { problem } = await refusal(bench.write("spend.csv", text));
    expect(problem.came).toContain("cut short");
    expect(problem.where).toContain("row 40");
  });

  it.each([
    ["in a file of few rows", 40],
    ["in a file of many", 120_000],
  ])("when a quotation mark is never closed, %s", async (_, rows) => {
    const text = spendCsv(spendRows(rows)).replace(",C20,", ',"C20,');
    const { problem } = await refusal(bench.write("spend.csv", text));
    expect(problem.expected).toBe("every quotation mark to be closed");
    expect(problem.where).toContain("row 20");
  });

  it("when an instrument version is in no instrument file", async () => {
    const text = assessmentsCsv([{ child_id: "C1", version: "1999.9" }]);
    const { problem } = await refusal(bench.write("assessments.csv", text));
    expect(problem.came).toContain('instrument "vsend-core", version "1999.9"');
    expect(problem.todo).toContain("data/instruments");
  });

  it("when the text is not UTF-8, saying how it was read", async () => {
    const text = spendCsv(spendRows(40)).replaceAll(",C", ",é");
    const { exitCode, message } = await refusal(
      bench.write("spend.csv", Buffer.from(text, "latin1")),
    );
    expect(exitCode).toBe(1);
    expect(message).toContain("is not UTF-8, so it was read as windows-1252");
  });

  it("when one of its files is, though the others are good", async () => {
    await refusal(spend("a.csv", spendRows(4)), spend("b.csv", withBad(4, 4)));
  });

  it("when it would mix invented authorities with real ones", async () => {
    const { exitCode, problem } = await refusal(spend("real.csv", spendRows(4, "E10000015")));
    expect(exitCode).toBe(2);
    expect(problem.came).toContain("mix the sample into real figures");
  });

  it("when the pseudonym key is another than the warehouse was begun with", async () => {
    const key = bench.write("other.key", `${"ab".repeat(32)}\n`);
    await bench.load(spend("a.csv", spendRows(4)));
    chmodSync(key, 0o600);
    process.env.VSEND_KEY_FILE = key;
    const error: unknown = await bench
      .load(spend("b.csv", spendRows(5)))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 2 });
    expect((error as VsendError).message).toContain("pseudonym key");
    expect((error as VsendError).message).not.toContain(readFileSync(key, "utf8").trim());
    expect(await ledger()).toHaveLength(1);
  });
});

const DFE_ZIP = projectFile("../shared/data/dfe/education-health-and-care-plans_2025.zip");

it.skipIf(!existsSync(DFE_ZIP))(
  "the zip of DfE's release is loaded table by table (skipped where the zip is not at hand)",
  async () => {
    const { loaded, passedOver } = await bench.load(DFE_ZIP);
    const plans = loaded.filter(({ loader }) => loader === "dfe-ehc-plans");
    expect(plans).toHaveLength(DFE_TABLES.length);
    expect(passedOver.length).toBeGreaterThan(0);
    for (const line of plans) {
      expect(line.rows_loaded, line.file).toBeGreaterThan(150);
      expect(line.rows_rejected, line.file).toBe(0);
    }
    const before = await bench.state();
    expect((await bench.load(DFE_ZIP)).alreadyLoaded).toHaveLength(loaded.length);
    expect(await bench.state()).toEqual(before);
  },
);

it("one row that is not UTF-8, of a file that is, is refused, and the others are taken", async () => {
  const [before, after] = spendCsv(
    spendRows(40).with(3, ["X10000001", "C4", "2024-25", "é", "1"]),
  ).split(",C20,");
  const bytes = [before!, ",Zo", "\xe9", ",", after!].map((part) =>
    Buffer.from(part, part === "\xe9" ? "latin1" : "utf8"),
  );
  await bench.load(bench.write("spend.csv", Buffer.concat(bytes)));
  expect(await ledger()).toMatchObject([{ read: 40, loaded: 38, rejected: 2 }]);
  expect(await rejected()).toMatchObject([
    { row: 4, column: "category" },
    { row: 20, message: expect.stringContaining("utf-8") },
  ]);
});
