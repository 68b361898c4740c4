import { numberText } from "./number-format.ts";
import { textCollector, type Workbook } from "./workbook.ts";
import { ENOUGH, readXml } from "./xml.ts";

/** A row of a sheet that holds anything: its cells from column A, blank ones as "". */
export interface SheetRow {
  row: number;
  cells: string[];
  /** Columns of formulas for which the workbook keeps no value. */
  uncounted: number[];
}

const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;

/**
 * Reads the rows of a sheet in order. Formulas are not evaluated: the value that the workbook keeps
 * is taken.
 *
 * @param take Returns false to stop.
 * @throws when the sheet is damaged.
 */
export async function readSheet(
  book: Workbook,
  part: string,
  take: (row: SheetRow) => boolean,
): Promise<void> {
  const inline = textCollector();
  let row: SheetRow = { row: 0, cells: [], uncounted: [] };
  let cell = { column: -1, type: "n", style: 0, hasFormula: false, hasValue: false };
  let value = "";
  let isValue = false;
  await readXml(await book.read(part), {
    open: (name, attributes) => {
      switch (name) {
        case "row":
          row = { row: rowNumber(attributes.r, row.row), cells: [], uncounted: [] };
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
      if (name === "c") {
        const text = cell.type === "inlineStr" ? inline.result() : cellText(book, cell, value);
        if (cell.hasFormula && !cell.hasValue) row.uncounted.push(cell.column);
        if (text.trim() !== "") {
          while (row.cells.length < cell.column) row.cells.push("");
          row.cells[cell.column] = text;
        }
      }
      if (name === "row" && (row.cells.length > 0 || row.uncounted.length > 0) && !take(row)) {
        throw ENOUGH;
      }
    },
  });
}

function cellText(
  book: Workbook,
  { type, style }: { type: string; style: number },
  value: string,
): string {
  switch (type) {
    case "s": {
      if (value === "") return "";
      const text = book.strings[Number(value)];
      if (text === undefined) throw new Error(`a cell asks for text ${value}, which is missing`);
      return text;
    }
    case "b":
      return value === "1" ? "TRUE" : value === "0" ? "FALSE" : value;
    case "d":
      return value.replace(/T00:00:00(\.0+)?Z?$/, "");
    case "n":
      return numberText(value, book.styles[style] ?? { kind: "plain" }, book.is1904);
    default:
      return value;
  }
}

function rowNumber(reference: string | undefined, previous: number): number {
  const row = reference === undefined ? previous + 1 : Number(reference);
  if (Number.isInteger(row) && row > previous && row <= LAST_ROW) return row;
  throw new Error(`row ${reference ?? row} follows row ${previous}`);
}

function columnNumber(reference: string | undefined, row: number, previous: number): number {
  if (reference === undefined) return previous + 1;
  const [, letters, digits] = /^([A-Z]{1,3})([0-9]{1,7})$/.exec(reference) ?? [];
  const column =
    [...(letters ?? "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  if (letters && Number(digits) === row && column > previous && column < LAST_COLUMN) return column;
  throw new Error(`cell ${reference} stands out of place in row ${row}`);
}
