import { quote } from "../../../warehouse/sql.ts";

/** How a delimited file is written. */
export interface Dialect {
  delimiter: string;
  /** Whether rows may stop before their last columns. */
  isRagged?: boolean | undefined;
  /** Whether some of its characters cannot be read. */
  isDamaged?: boolean | undefined;
}

/** DuckDB takes a path for a pattern, and would read a1.csv for the file named a[1].csv. */
export const oneFile = (path: string): string => path.replaceAll(/[[*?]/g, "[$&]");

/**
 * A `read_csv` call with nothing left to detection, every cell as text, columns named c0, c1, …
 *
 * Rows with too few or too many cells go to the connection's reject tables, so that the load goes
 * on and they can be reported.
 */
export function readCsvSql(path: string, width: number, dialect: Dialect): string {
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': 'varchar'`).join(", ");
  const cells = `read_csv(${quote(oneFile(path))}, auto_detect = false, header = true, delim = ${quote(dialect.delimiter)}, quote = '"', escape = '"', columns = {${columns}}, store_rejects = true, rejects_table = 'csv_rejects', rejects_scan = 'csv_scans', rejects_limit = 0, max_line_size = 2000000${dialect.isRagged ? ", null_padding = true" : ""})`;
  // DuckDB 1.5.6 ends with an internal error at a character it cannot read when a column is left out.
  return dialect.isDamaged
    ? `(from ${cells} where coalesce(${Array.from({ length: width }, (_, i) => `c${i}`).join(", ")}, '') is not null)`
    : cells;
}
