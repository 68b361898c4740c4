import { plainLine } from "../warehouse/plain-text.ts";
import type { Row, Value } from "../warehouse/row.ts";

/** Rows as an aligned table. */
export function table(rows: readonly Row[]): string {
  if (rows.length === 0) return "no rows";
  const columns = Object.keys(rows[0]!);
  const cell = (value: Value | undefined): string =>
    value === null || value === undefined
      ? ""
      : typeof value === "object"
        ? plainLine(JSON.stringify(value))
        : typeof value === "string"
          ? plainLine(value)
          : String(value);
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => cell(row[column]).length)),
  );
  const isNumber = columns.map((column) =>
    rows.every((row) => row[column] === null || typeof row[column] === "number"),
  );
  const line = (cells: string[]) =>
    cells
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [
    line(columns),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
  ].join("\n");
}
