import { Bool, Float64, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from "apache-arrow";
import { z } from "zod";
import type { Row } from "../warehouse/row.ts";

/**
 * Rows as Arrow's stream format, the one the pages and DuckDB-Wasm both read. Column types come
 * from the release's row shape, so that an empty table still has its columns.
 */
export function toArrow(shape: z.ZodObject, rows: readonly Row[]): Uint8Array {
  const columns: Record<string, Vector> = {};
  for (const [name, cell] of Object.entries(shape.shape)) {
    const values = rows.map((row) => row[name] ?? null);
    columns[name] = vectorFromArray(values as never, arrowType(cell as z.ZodType) as never);
  }
  return tableToIPC(new Table(columns as never), "stream");
}

function arrowType(cell: z.ZodType) {
  const inner = cell instanceof z.ZodNullable ? (cell.unwrap() as z.ZodType) : cell;
  if (inner instanceof z.ZodNumber) return new Float64();
  if (inner instanceof z.ZodBoolean) return new Bool();
  return new Utf8();
}
