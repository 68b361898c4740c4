import { trimCell } from "../../loaders/contract/cells.ts";
import type { Recognised } from "./recognise.ts";
import { quote, trimSql } from "./verdict.ts";

/** What a supplier is told of a row that says the headings once more, as pasted files have it. */
export const REPEATED_HEADER = {
  rule: "a row of data",
  message: "repeats the headings",
  suggestion: "take the row out",
} as const;

/** Cells of the header by their slot, where a row that repeats them would pass for data; else none. */
export function headingsThatPass(recognised: Recognised): [slot: number, text: string][] {
  const { contract, header, positions, mapping } = recognised;
  if (mapping) return [];
  const cells = Object.entries(positions).flatMap(([column, slot]) => {
    const text = trimCell(header[slot] ?? null);
    return text === null ? [] : [{ column, slot, text }];
  });
  const pass = cells.every(
    ({ column, text }) => contract.columns.shape[column]?.safeParse(text).success,
  );
  return pass ? cells.map(({ slot, text }) => [slot, text]) : [];
}

/** SQL true of a row that repeats the header; null where such a row is refused by its cells. */
export function repeatsHeaderSql(recognised: Recognised): string | null {
  const cells = headingsThatPass(recognised);
  if (cells.length === 0) return null;
  return `coalesce(${cells.map(([slot, text]) => `${trimSql(`c${slot}`)} = ${quote(text)}`).join(" and ")}, false)`;
}

/** The same of a row's cells as text, by slot. */
export function repeatsHeader(
  recognised: Recognised,
  cellAt: (slot: number) => string | null,
): boolean {
  const cells = headingsThatPass(recognised);
  return cells.length > 0 && cells.every(([slot, text]) => trimCell(cellAt(slot)) === text);
}
