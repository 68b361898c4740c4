import { closeSync, openSync, writeSync } from "node:fs";
import { mkdtemp, stat } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../../../warehouse/errors.ts";
import type { Book, Merge, SheetShape } from "./book.ts";
import { type Candidate, shortName } from "./candidate.ts";
import { columnLetter } from "./origin.ts";
import { csvLine } from "./records.ts";
import { rangeOf, shapeNotes } from "./sheet-notes.ts";
import type { Plain } from "./table.ts";
import { unpackedCount } from "./unpacked.ts";

interface Written {
  shape: SheetShape;
  blanks: number[];
  /** Cells whose format shows nothing of them. */
  unshown: string[];
  /** Columns with numbers shown in thousands or millions. */
  scaled: Set<string>;
  /** Cells that hold something under no heading, by column. */
  beside: Map<number, number[]>;
}

/**
 * Writes what a sheet shows below its header as delimited text. What is merged over several rows
 * stands in each of them, as it is seen beside each of them.
 *
 * @throws VsendError for a formula without a value, and for a number merged over several rows.
 */
export async function sheetText(
  file: Candidate,
  book: Book,
  sheet: number,
  headerRow: number,
  names: readonly string[],
  workDir: string,
): Promise<Plain> {
  const path = join(await mkdtemp(join(workDir, "sheet-")), "sheet.csv");
  const place = { file, path, book, sheet, headerRow, names };
  const first = await write(place, []);
  // What is merged is told at the end of a sheet.
  const merges = first.shape.merges.filter(({ top, left }) => top > headerRow && names[left]);
  const tall = merges.filter(({ top, bottom }) => bottom > top);
  const { blanks, shape, unshown, scaled, beside } =
    merges.length > 0 ? await write(place, merges) : first;
  return {
    path,
    origin: { sheet: file.sheet ?? null, headerRow, blanks },
    notes: shapeNotes({
      tall,
      wide: merges.filter(({ top, bottom, left, right }) => top === bottom && right > left),
      hiddenRows: shape.hiddenRows.filter((row) => row > headerRow),
      hiddenColumns: shape.hiddenColumns,
      unshown,
      scaled: [...scaled],
      beside,
    }),
  };
}

interface Place {
  file: Candidate;
  path: string;
  book: Book;
  sheet: number;
  headerRow: number;
  names: readonly string[];
}

async function write(
  { file, path, book, sheet, headerRow, names }: Place,
  merges: readonly Merge[],
): Promise<Written> {
  const count = unpackedCount(shortName(file), (await stat(file.path)).size);
  const target = openSync(path, "w");
  let text = "";
  const flush = (least: number) => {
    if (text.length < least) return;
    count(text.length);
    writeSync(target, text);
    text = "";
  };
  const [blanks, unshownCells, scaledColumns] = [[] as number[], [] as string[], new Set<string>()];
  const beside = new Map<number, number[]>();
  const isInside = (column: number) => column < names.length && names[column]!.trim() !== "";
  text += csvLine(names.map((_, i) => `c${i}`));
  let [written, previous] = [0, headerRow];
  const spread = spreader(file, merges);
  try {
    const shape = await book.rows(sheet, ({ row, cells, uncounted, unshown, scaled }) => {
      if (row <= headerRow) return true;
      const column = uncounted.find(isInside);
      if (column !== undefined) throw uncountedFormula(file, `${columnLetter(column)}${row}`);
      for (const at of unshown.filter(isInside)) unshownCells.push(`${columnLetter(at)}${row}`);
      for (const at of scaled.filter(isInside)) scaledColumns.add(columnLetter(at));
      // What stands beside the table, under no heading, is not part of it.
      for (const [column, cell] of cells.entries()) {
        if (cell === undefined || cell.trim() === "" || isInside(column)) continue;
        const rows = beside.get(column);
        if (rows) rows.push(row);
        else beside.set(column, [row]);
      }
      const inside = names.map((_, i) => cells[i] ?? "");
      if (inside.every((cell) => cell === "")) return true;
      spread(row, inside);
      for (let blank = previous + 1; blank < row; blank++) blanks.push(written);
      text += csvLine(inside);
      flush(1 << 20);
      [written, previous] = [written + 1, row];
      return true;
    });
    flush(0);
    return { shape, blanks, unshown: unshownCells, scaled: scaledColumns, beside };
  } finally {
    closeSync(target);
  }
}

/**
 * Makes each row what is seen beside it: text merged over several rows stands in each of them, and
 * what lies below merged cells is not seen.
 */
function spreader(file: Candidate, merges: readonly Merge[]) {
  const waiting = [...merges].sort((a, b) => b.top - a.top);
  let open: { merge: Merge; text: string }[] = [];
  return (row: number, cells: string[]) => {
    open = open.filter(({ merge }) => row <= merge.bottom);
    for (let merge = waiting.at(-1); merge && merge.top <= row; merge = waiting.at(-1)) {
      waiting.pop();
      const text = merge.top === row ? cells[merge.left]! : "";
      const isTall = merge.bottom > merge.top;
      if (isTall && NUMBER.test(text.trim())) throw mergedNumber(file, merge);
      if (row <= merge.bottom) open.push({ merge, text });
    }
    for (const { merge, text } of open) {
      cells.fill("", merge.left, merge.right + 1);
      cells[merge.left] = text;
    }
  };
}

const NUMBER = /^[-£(]*[0-9][0-9,.]*[)%]?$/;

const uncountedFormula = (file: Candidate, cell: string) =>
  dataError({
    expected: "formulas with their values",
    came: "a formula whose value the workbook does not keep",
    where: `${shortName(file)}, cell ${cell}`,
    todo: "open the workbook in Excel, save it, and load it again; nothing was loaded",
  });

const mergedNumber = (file: Candidate, merge: Merge) =>
  dataError({
    expected: "a cell of its own for the number of each row",
    came: "a number in merged cells, of which none can tell whether it is of each row or of all together",
    where: `${shortName(file)}, cells ${rangeOf(merge)}`,
    todo: "unmerge them, write in each row what is its own, and load the workbook again; nothing was loaded",
  });
