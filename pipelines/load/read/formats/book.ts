/** A row of a sheet that holds anything: its cells from column A, blank ones as "". */
export interface SheetRow {
  row: number;
  cells: string[];
  /** Columns of formulas for which the workbook keeps no value. */
  uncounted: number[];
  /** Columns whose cell holds what its format does not show. */
  unshown: number[];
  /** Columns whose cell shows thousands or millions of its number. */
  scaled: number[];
}

/** Cells made one, from the first row and column to the last. */
export interface Merge {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** What is known of a sheet besides the cells that it shows. */
export interface SheetShape {
  merges: readonly Merge[];
  /** Rows that are hidden although they hold something, ascending. */
  hiddenRows: readonly number[];
  /** Columns that are hidden although they hold something, ascending. */
  hiddenColumns: readonly number[];
}

/** An open workbook. */
export interface Book {
  sheets: readonly { name: string; isHidden: boolean }[];
  /**
   * Reads the rows of a sheet that are shown, in order.
   *
   * @param take Returns false to stop.
   * @returns what was seen of the sheet until then.
   * @throws when the sheet is damaged.
   */
  rows(sheet: number, take: (row: SheetRow) => boolean): Promise<SheetShape>;
  /** The rows of a sheet down to a row, and the columns that are hidden though they hold something there. */
  head(
    sheet: number,
    last: number,
  ): Promise<{ rows: readonly SheetRow[]; hiddenColumns: readonly number[] }>;
  close(): void;
}

export const LAST_ROW = 1_048_576;
export const LAST_COLUMN = 16_384;

export const emptyRow = (row: number): SheetRow => ({
  row,
  cells: [],
  uncounted: [],
  unshown: [],
  scaled: [],
});

/** Puts a cell into a row, unless it is blank. */
export function putCell(row: SheetRow, column: number, text: string): void {
  if (text.trim() === "") return;
  while (row.cells.length < column) row.cells.push("");
  row.cells[column] = text;
}

/** Whether anything is to be told of a row. */
export const holdsAnything = ({ cells, uncounted, unshown }: SheetRow): boolean =>
  cells.length > 0 || uncounted.length > 0 || unshown.length > 0;
