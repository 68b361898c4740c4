import { isBlankRow } from "./records.ts";
import { HEADER_WITHIN, type Head, type HeaderPlace } from "./table.ts";

/** Every row that might name the columns, the topmost first. */
export function singleHeaders({ rows }: Head): HeaderPlace[] {
  return rows
    .slice(0, HEADER_WITHIN)
    .flatMap(({ cells }, first) =>
      isHeader(cells) ? [{ first, depth: 1 as const, names: cells }] : [],
    );
}

/** Every two rows that might name the columns together: merged headings above, their parts below. */
export function doubleHeaders({ rows }: Head): HeaderPlace[] {
  return rows.slice(0, HEADER_WITHIN).flatMap(({ cells: top }, first) => {
    const bottom = rows[first + 1]?.cells;
    if (!bottom || isBlankRow(top) || isBlankRow(bottom)) return [];
    const width = Math.max(top.length, bottom.length);
    const columns = Array.from({ length: width }, (_, i) => i);
    const above = filled(top, width);
    const upper = (i: number) => top[i]?.trim() ?? "";
    const lower = (i: number) => bottom[i]?.trim() ?? "";
    const ways = [
      columns.map((i) => lower(i) || upper(i)),
      columns.map((i) => upper(i) || lower(i)),
      columns.map((i) => `${upper(i)} ${lower(i)}`.trim()),
      columns.map((i) => (lower(i) ? `${above[i]} ${lower(i)}`.trim() : upper(i))),
    ];
    return ways.filter(isHeader).map((names) => ({ first, depth: 2 as const, names }));
  });
}

const isHeader = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell.trim() !== "").length > 1;

/** A merged cell holds its text in its first column only. */
function filled(cells: readonly string[], width: number): string[] {
  let last = "";
  return Array.from({ length: width }, (_, i) => {
    last = cells[i]?.trim() || last;
    return last;
  });
}
