import { basename } from "node:path";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** One refused cell or row that its supplier has yet to correct. */
export interface OpenFault {
  load_id: number;
  loader: string;
  /** As the supplier knows it: without the folders of whoever loaded it. */
  file: string;
  loaded_on: string;
  /** Null where the row tells no authority and its file holds several. */
  authority_code: string | null;
  sheet: string | null;
  row: number;
  cell: string | null;
  /** In the supplier's own words. */
  column: string;
  /** As far as it may be kept; see `masked`. */
  value: string | null;
  rule: string;
  reason: string;
  suggestion: string;
}

/** Faults of authorities' own extracts that no later load has closed, in the order of their files. */
export async function openFaults(warehouse: Warehouse): Promise<OpenFault[]> {
  const rows = await warehouse.rows<OpenFault>(`
    select load_id, loader, file, loaded_at::date::varchar as loaded_on, authority_code, sheet,
      "row", cell, coalesce(suppliers_column, "column") as "column", value, rule,
      trim(coalesce(suppliers_column, "column") || ' ' || message) as reason,
      coalesce(suggestion, '') as suggestion
    from open_faults
    where load_id in (select load_id from load_authorities)
    order by load_id, "row", "column"`);
  return rows.map((row) => ({ ...row, file: suppliersFile(row.file, row.sheet) }));
}

/** A file's name without the folders it lay in here, nor the sheet, which is told beside it. */
export function suppliersFile(file: string, sheet: string | null): string {
  const path =
    sheet !== null && file.endsWith(`, sheet ${sheet}`)
      ? file.slice(0, -`, sheet ${sheet}`.length)
      : file;
  const inArchive = /[^/\\]+\.(zip|gz)\/.*$/i.exec(path);
  return inArchive ? inArchive[0] : basename(path);
}

/** How many rows of one load of one authority were read and refused, and what became of them. */
export interface LoadOf {
  load_id: number;
  rows_read: number;
  rows_refused: number;
  /** Rows that a correction was to bring back and did not. */
  rows_not_returned: number;
}

/** Loads of one authority (null: rows that tell none). */
export const loadsOf = async (warehouse: Warehouse, authority: string | null): Promise<LoadOf[]> =>
  await warehouse.rows<LoadOf>(sql`
    select load_id, rows_read, rows_refused, coalesce((
        select last(rows_not_returned order by corrections.load_id) from corrections
        where corrects_load_id = load_authorities.load_id
          and list_contains(authorities, authority_code)), 0)::bigint as rows_not_returned
    from load_authorities
    where authority_code is not distinct from ${authority}
    order by load_id`);
