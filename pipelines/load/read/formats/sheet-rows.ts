import {
  type Book,
  emptyRow,
  holdsAnything,
  LAST_COLUMN,
  LAST_ROW,
  type Merge,
  putCell,
  type SheetRow,
  type SheetShape,
} from "./book.ts";
import { type CellText, numberShown, PLAIN, textShown } from "./number-format.ts";
import { openWorkbook, textCollector, type Workbook } from "./workbook.ts";
import { ENOUGH, readXml } from "./xml.ts";

/** @throws when it is no .xlsx file, or a damaged one. */
export async function openXlsx(path: string, name: string): Promise<Book> {
  const book = await openWorkbook(path, name);
  const part = (sheet: number) => book.sheets[sheet]!.part;
  return {
    sheets: book.sheets,
    rows: (sheet, take) => readSheet(book, part(sheet), take),
    head: async (sheet, last) => {
      const rows: SheetRow[] = [];
      const { hiddenColumns } = await readSheet(book, part(sheet), (row) => {
        if (row.row > last) return false;
        rows.push(row);
        return true;
      });
      return { rows, hiddenColumns };
    },
    close: () => book.close(),
  };
}

/**
 * Reads the rows of a sheet of an .xlsx file as `Book.rows` does. Formulas are not evaluated: the
 * value that the workbook keeps is taken.
 */
async function readSheet(
  book: Workbook,
  part: string,
  take: (row: SheetRow) => boolean,
): Promise<SheetShape> {
  const inline = textCollector();
  const merges: Merge[] = [];
  const hidden: { first: number; last: number }[] = [];
  const hiddenRows: number[] = [];
  const hiddenColumns = new Set<number>();
  let row = emptyRow(0);
  let isHiddenRow = false;
  let cell = { column: -1, type: "n", style: 0, hasFormula: false, hasValue: false };
  let value = "";
  let isValue = false;
  const isHiddenColumn = (column: number) =>
    hidden.some(({ first, last }) => column >= first && column <= last);
  const closeCell = () => {
    const { text, but } =
      cell.type === "inlineStr"
        ? textShown(inline.result(), styleOf(book, cell))
        : cellText(book, cell, value);
    if (isHiddenColumn(cell.column)) {
      if (text.trim() !== "" || but) hiddenColumns.add(cell.column);
      return;
    }
    if (cell.hasFormula && !cell.hasValue) row.uncounted.push(cell.column);
    if (but) row[but].push(cell.column);
    putCell(row, cell.column, text);
  };
  await readXml(await book.read(part), {
    open: (name, attributes) => {
      switch (name) {
        case "col":
          if (isTrue(attributes.hidden) || Number(attributes.width ?? 1) === 0)
            hidden.push({ first: Number(attributes.min) - 1, last: Number(attributes.max) - 1 });
          break;
        case "row":
          row = emptyRow(rowNumber(attributes.r, row.row));
          isHiddenRow = isTrue(attributes.hidden) || Number(attributes.ht ?? 1) === 0;
          cell.column = -1;
          break;
        case "c":
          cell = {
            column: columnNumber(attributes.r, row.row, cell.column),
            type: attributes.t ?? "n",
            style: Number(attributes.s ?? 0),
            hasFormula: false,
            hasValue: false,
          };
          value = "";
          inline.start();
          break;
        case "f":
          cell.hasFormula = true;
          break;
        case "v":
          [isValue, cell.hasValue] = [true, true];
          break;
        case "mergeCell":
          merges.push(mergeOf(attributes.ref ?? ""));
          break;
        default:
          inline.open(name);
      }
    },
    text: (text) => {
      if (isValue) value += text;
      else inline.text(text);
    },
    close: (name) => {
      inline.close(name);
      if (name === "v") isValue = false;
      if (name === "c") closeCell();
      if (name !== "row" || !holdsAnything(row)) return;
      if (isHiddenRow) hiddenRows.push(row.row);
      else if (!take(row)) throw ENOUGH;
    },
  });
  return { merges, hiddenRows, hiddenColumns: [...hiddenColumns].sort((a, b) => a - b) };
}

const isTrue = (text: string | undefined): boolean => text === "1" || text === "true";

const styleOf = (book: Workbook, { style }: { style: number }) => book.styles[style] ?? PLAIN;

function cellText(book: Workbook, cell: { type: string; style: number }, value: string): CellText {
  switch (cell.type) {
    case "s": {
      if (value === "") return { text: "" };
      const text = book.strings[Number(value)];
      if (text === undefined) throw new Error(`a cell asks for text ${value}, which is missing`);
      return textShown(text, styleOf(book, cell));
    }
    case "str":
      return textShown(value, styleOf(book, cell));
    case "b":
      return { text: value === "1" ? "TRUE" : value === "0" ? "FALSE" : value };
    case "d":
      return { text: value.replace(/T00:00:00(\.0+)?Z?$/, "") };
    case "n":
      return numberShown(value, styleOf(book, cell), book.is1904);
    default:
      return { text: value };
  }
}

function rowNumber(reference: string | undefined, previous: number): number {
  const row = reference === undefined ? previous + 1 : Number(reference);
  if (Number.isInteger(row) && row > previous && row <= LAST_ROW) return row;
  throw new Error(`row ${reference ?? row} follows row ${previous}`);
}

/** Column and row of a cell's name, such as AB12; null where it is none. */
function cellPlace(reference: string): { column: number; row: number } | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})$/.exec(reference) ?? [];
  if (!letters) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(digits) };
}

function columnNumber(reference: string | undefined, row: number, previous: number): number {
  if (reference === undefined) return previous + 1;
  const place = cellPlace(reference);
  if (place && place.row === row && place.column > previous && place.column < LAST_COLUMN)
    return place.column;
  throw new Error(`cell ${reference} stands out of place in row ${row}`);
}

function mergeOf(reference: string): Merge {
  const [first, last] = reference.split(":").map(cellPlace);
  if (!first) throw new Error(`merged cells ${reference} are no range`);
  const end = last ?? first;
  return { top: first.row, bottom: end.row, left: first.column, right: end.column };
}
