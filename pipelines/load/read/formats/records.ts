import type { HeadRow } from "./table.ts";

/**
 * Splits the top of a delimited file into rows (RFC 4180: a quotation mark opens a cell only at its
 * beginning). A row that the end of the text cuts is left out, unless the text is whole.
 */
export function headRows(
  text: string,
  delimiter: string,
  { most, isWhole }: { most: number; isWhole: boolean },
): HeadRow[] {
  const rows: HeadRow[] = [];
  let at = 0;
  while (at < text.length && rows.length < most) {
    const { cells, end, isEnded } = record(text, at, delimiter);
    if (!isEnded && !isWhole) break;
    rows.push({ cells, row: rows.length + 1, end });
    at = end;
  }
  return rows;
}

function record(text: string, start: number, delimiter: string) {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      at++;
      for (;;) {
        const close = text.indexOf('"', at);
        const until = close < 0 ? text.length : close;
        cell += text.slice(at, until);
        at = until + 1;
        if (text[at] !== '"' || close < 0) break;
        cell += '"';
        at++;
      }
    }
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r")
      end++;
    cells.push(cell + text.slice(at, end));
    at = end;
    if (text[at] === delimiter) {
      at++;
      continue;
    }
    if (at >= text.length) return { cells, end: text.length, isEnded: false };
    return { cells, end: at + (text.startsWith("\r\n", at) ? 2 : 1), isEnded: true };
  }
}

export const isBlankRow = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.trim() === "");

const cellText = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** One line of comma-separated text. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellText).join(",")}\n`;
