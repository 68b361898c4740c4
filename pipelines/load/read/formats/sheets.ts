import { createHash } from "node:crypto";
import { dataError, VsendError } from "../../../warehouse/errors.ts";
import { rule } from "../../../warehouse/rules.ts";
import type { Book } from "./book.ts";
import { type Candidate, shortName } from "./candidate.ts";
import { columnLetter } from "./origin.ts";
import { sheetText } from "./sheet-text.ts";
import { digestOf } from "./survey.ts";
import { HEADER_WITHIN, type HeadRow, type Table } from "./table.ts";

/** How a workbook of one format is opened. */
export type OpenBook = (path: string, name: string) => Promise<Book>;

/**
 * The sheets of a workbook that hold more than one row. Of hidden ones nothing is read.
 *
 * @throws VsendError for a workbook that is damaged or has too many sheets.
 */
export async function sheetTables(
  file: Candidate,
  open: OpenBook,
  workDir: string,
): Promise<Table[]> {
  return readably(file, async () => {
    const book = await open(file.path, file.name);
    try {
      const most = rule("most_sheets");
      if (book.sheets.length > most) throw tooManySheets(file, book.sheets.length, most);
      const tables: Table[] = [];
      for (const sheet of book.sheets.keys())
        tables.push(await sheetTable(file, open, book, sheet, workDir));
      return tables;
    } finally {
      book.close();
    }
  });
}

async function sheetTable(
  workbook: Candidate,
  open: OpenBook,
  book: Book,
  sheet: number,
  workDir: string,
): Promise<Table> {
  const { name, isHidden } = book.sheets[sheet]!;
  const file = { ...workbook, sheet: name };
  const digest = async () =>
    createHash("sha256")
      .update(await digestOf(file.path))
      .update(name)
      .digest("hex");
  if (isHidden) return { file, heads: [], digest, settle: nothingOf(file), isHidden };
  const { rows, hiddenColumns } = await book.head(sheet, HEADER_WITHIN + 2);
  const head = rows.map(({ row, cells }): HeadRow => ({ cells, row, end: 0 }));
  return {
    file,
    heads: [{ delimiter: ",", rows: head }],
    hiddenColumns: hiddenColumns.map(columnLetter),
    digest,
    settle: (_, header) =>
      readably(file, async () => {
        const again = await open(file.path, file.name);
        try {
          const headerRow = head[header.first + header.depth - 1]!.row;
          const plain = await sheetText(file, again, sheet, headerRow, header.names, workDir);
          return { ...plain, notes: [...plain.notes, ...hiddenSheets(book)] };
        } finally {
          again.close();
        }
      }),
  };
}

function hiddenSheets({ sheets }: Book): string[] {
  const names = sheets.flatMap(({ name, isHidden }) => (isHidden ? `"${name}"` : []));
  return names.length > 0
    ? [`is in a workbook with hidden sheets, of which nothing is loaded (${names.join(", ")})`]
    : [];
}

const nothingOf = (file: Candidate) => () => {
  throw new Error(`${shortName(file)} is hidden and is not to be read`);
};

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
        expected: "a workbook that can be read to its end",
        came: `a damaged one (${message.split("\n")[0]})`,
        where: shortName(file),
        todo: "open it in a spreadsheet, save it again as .xlsx, and load it again; nothing was loaded",
      },
      cause,
    );
  }
}

const tooManySheets = (file: Candidate, sheets: number, most: number) =>
  dataError({
    expected: `a workbook of at most ${most} sheets`,
    came: `${sheets}`,
    where: shortName(file),
    todo: "save the sheets that are needed as a workbook of their own, and load that; nothing was loaded",
  });
