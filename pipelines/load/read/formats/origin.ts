import type { Origin } from "./table.ts";

/** A column as a spreadsheet names it: 0 is A, 26 is AA. */
export function columnLetter(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter;
}

/** Row of the supplier's file, as a spreadsheet counts, of a data row counted from 1. */
export function sheetRow({ headerRow, blanks }: Origin, row: number): number | null {
  if (headerRow === null) return null;
  let [low, high] = [0, blanks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blanks[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return headerRow + row + low;
}

/** Cell of the supplier's file, such as F212; null where the format has no such thing. */
export function cellOf(origin: Origin, row: number, column: number | undefined): string | null {
  const at = sheetRow(origin, row);
  return at === null ? null : column === undefined ? `${at}:${at}` : `${columnLetter(column)}${at}`;
}
