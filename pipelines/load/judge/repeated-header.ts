import { trimCell } from "../../../loaders/contract/cells.ts";
import { quote, trimSql } from "../../warehouse/sql.ts";
import type { Recognised } from "../recognise/recognised.ts";

/** What a supplier is told of a row that says the headings once more, as pasted files have it. */
export const REPEATED_HEADER = {
  rule: "a row of data",
  message: "repeats the headings",
  suggestion: "take the row out",
} as const;

/** Text of the headings above the columns that are taken, by slot. */
function headings({ header, positions, mapping }: Recognised) {
  if (mapping) return [];
  return Object.entries(positions).flatMap(([column, slot]) => {
    const text = trimCell(header[slot] ?? null);
    return text === null ? [] : [{ column, slot, text }];
  });
}

/** SQL true of a row that repeats the headings; null where its cells are refused in any case. */
export function repeatsHeaderSql(recognised: Recognised): string | null {
  const cells = headings(recognised);
  const { shape } = recognised.contract.columns;
  const pass = cells.every(({ column, text }) => shape[column]?.safeParse(text).success);
  if (cells.length === 0 || !pass) return null;
  return `coalesce(${cells.map(({ slot, text }) => `${trimSql(`c${slot}`)} = ${quote(text)}`).join(" and ")}, false)`;
}

/** Whether a row's cells, as text by slot, are the headings once more. */
export function repeatsHeader(
  recognised: Recognised,
  cellAt: (slot: number) => string | null,
): boolean {
  const cells = headings(recognised);
  return cells.length > 0 && cells.every(({ slot, text }) => trimCell(cellAt(slot)) === text);
}
