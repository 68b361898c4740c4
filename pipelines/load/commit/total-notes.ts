import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

const number = (n: number, decimals = 0): string =>
  n.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** The totals of a load, for whoever holds them against the supplier's own; pounds stand in the ledger. */
export async function totalNotes(
  warehouse: Warehouse,
  { table, totals = [] }: Contract,
  loadId: number,
): Promise<string[]> {
  const notes: string[] = [];
  for (const column of totals) {
    const { total, rows, blank } = await warehouse.one<{
      total: number | null;
      rows: number;
      blank: number;
    }>(sql`
      select sum(${sql.id(column)})::double as total, count(${sql.id(column)}) as rows,
        count(*) - count(${sql.id(column)}) as blank
      from ${sql.id(table)} where load_id = ${loadId}`);
    if (rows + blank > 0)
      notes.push(
        `has ${number(total ?? 0, 2)} ${column} in ${number(rows)} of the rows loaded${blank > 0 ? `, and none in ${number(blank)}` : ""}`,
      );
  }
  return notes;
}
