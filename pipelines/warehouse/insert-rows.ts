import { quote } from "./sql.ts";
import type { Warehouse } from "./warehouse.ts";

export type Cell = string | number | boolean | null | readonly string[];

/** Rows of one table, written as literals; a number that is not finite is null. */
export async function insertRows(
  warehouse: Warehouse,
  table: string,
  rows: readonly Readonly<Record<string, Cell>>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  for (let from = 0; from < rows.length; from += 500) {
    const values = rows
      .slice(from, from + 500)
      .map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(", ")})`);
    await warehouse.run(
      `insert into ${table} (${columns.map((name) => `"${name}"`).join(", ")}) values ${values.join(", ")}`,
    );
  }
}

function literal(cell: Cell): string {
  if (cell === null) return "null";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "null";
  if (typeof cell === "boolean") return String(cell);
  return typeof cell === "string" ? quote(cell) : `[${cell.map(quote).join(", ")}]`;
}
