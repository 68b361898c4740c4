import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { dataError, VsendError } from "../../../warehouse/errors.ts";
import { type Candidate, shortName } from "./candidate.ts";
import { columnLetter } from "./origin.ts";
import { csvLine } from "./records.ts";
import { readSheet } from "./sheet-rows.ts";
import { digestOf } from "./survey.ts";
import {
  HEADER_WITHIN,
  type HeaderPlace,
  type HeadRow,
  type Origin,
  type Plain,
  type Table,
} from "./table.ts";
import { openWorkbook, type Workbook } from "./workbook.ts";

/** The sheets of an .xlsx file that hold more than one row. Hidden ones count. */
export async function sheetTables(file: Candidate, workDir: string): Promise<Table[]> {
  return readably(file, async () => {
    const book = await openWorkbook(file.path, file.name);
    try {
      const tables: Table[] = [];
      for (const sheet of book.sheets) tables.push(await sheetTable(file, book, sheet, workDir));
      return tables;
    } finally {
      book.close();
    }
  });
}

async function sheetTable(
  book: Candidate,
  open: Workbook,
  { name, part }: { name: string; part: string },
  workDir: string,
): Promise<Table> {
  const file = { ...book, sheet: name };
  const rows: HeadRow[] = [];
  await readSheet(open, part, ({ row, cells }) => {
    if (row > HEADER_WITHIN + 2) return false;
    rows.push({ cells, row, end: 0 });
    return true;
  });
  return {
    file,
    heads: [{ delimiter: ",", rows }],
    digest: async () =>
      createHash("sha256")
        .update(await digestOf(file.path))
        .update(name)
        .digest("hex"),
    settle: (_, header) =>
      readably(file, async () => {
        const again = await openWorkbook(file.path, file.name);
        try {
          return await settle(file, again, part, rows, header, workDir);
        } finally {
          again.close();
        }
      }),
  };
}

async function settle(
  file: Candidate,
  book: Workbook,
  part: string,
  head: readonly HeadRow[],
  { first, depth, names }: HeaderPlace,
  workDir: string,
): Promise<Plain> {
  const headerRow = head[first + depth - 1]!.row;
  const path = join(await mkdtemp(join(workDir, "sheet-")), "sheet.csv");
  const target = openSync(path, "wx");
  let text = "";
  const flush = (least: number) => {
    if (text.length < least) return;
    writeSync(target, text);
    text = "";
  };
  const origin: Origin & { blanks: number[] } = {
    sheet: file.sheet ?? null,
    headerRow,
    blanks: [],
  };
  text += csvLine(names.map((_, i) => `c${i}`));
  let [written, previous] = [0, headerRow];
  try {
    await readSheet(book, part, ({ row, cells, uncounted }) => {
      if (row <= headerRow) return true;
      const column = uncounted.find((at) => at < names.length && names[at]?.trim());
      if (column !== undefined) throw uncountedFormula(file, `${columnLetter(column)}${row}`);
      // What stands beside the table, under no heading, is not part of it.
      const inside = names.map((_, i) => cells[i] ?? "");
      if (inside.every((cell) => cell === "")) return true;
      for (let blank = previous + 1; blank < row; blank++) origin.blanks.push(written);
      text += csvLine(inside);
      flush(1 << 20);
      [written, previous] = [written + 1, row];
      return true;
    });
    flush(0);
  } finally {
    closeSync(target);
  }
  return { path, origin, notes: [] };
}

/** @throws VsendError for whatever is wrong inside the workbook. */
async function readably<T>(file: Candidate, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof VsendError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code && /^E[A-Z]+$/.test(code)) throw cause;
    throw dataError(
      {
        expected: "an Excel workbook that can be read to its end",
        came: `a damaged one (${message.split("\n")[0]})`,
        where: shortName(file),
        todo: "open it in Excel, save it again as .xlsx, and load it again; nothing was loaded",
      },
      cause,
    );
  }
}

const uncountedFormula = (file: Candidate, cell: string) =>
  dataError({
    expected: "formulas with their values",
    came: "a formula whose value the workbook does not keep",
    where: `${shortName(file)}, cell ${cell}`,
    todo: "open the workbook in Excel, save it, and load it again; nothing was loaded",
  });
