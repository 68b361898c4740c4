import { trimCell } from "../../loaders/contract/cells.ts";
import { readCsvSql } from "../load/read/formats/read-csv.ts";
import { trimSql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A column of a file, and what stands in a sample of its rows. */
export interface ColumnProfile {
  /** The supplier's heading. */
  name: string;
  position: number;
  /** Trimmed values that are not blank, the commonest first, and in how many rows each stands. */
  values: ReadonlyMap<string, number>;
}

/** A file as text, and how it is split. */
export interface PlainFile {
  path: string;
  header: readonly string[];
  delimiter: string;
}

const SAMPLE_ROWS = 2000;
const MOST_VALUES = 200;

/** What stands in the columns of a file, from rows drawn evenly from all of it. */
export async function profile(
  warehouse: Warehouse,
  { path, header, delimiter }: PlainFile,
): Promise<ColumnProfile[]> {
  const rows = await warehouse.rows<Record<string, string | null>>(
    `select * from ${readCsvSql(path, header.length, { delimiter })} using sample reservoir(${SAMPLE_ROWS} rows) repeatable (1)`,
  );
  return header.map((name, position) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const value = trimCell(row[`c${position}`] ?? null);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const commonest = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_VALUES);
    return { name, position, values: new Map(commonest) };
  });
}

/** Every value of one column of the whole file, as `profile` gives them. */
export async function allValues(
  warehouse: Warehouse,
  { path, header, delimiter }: PlainFile,
  position: number,
): Promise<Map<string, number>> {
  const value = trimSql(`c${position}`);
  const rows = await warehouse.rows<{ value: string; n: number }>(`
    select ${value} as value, count(*) as n from ${readCsvSql(path, header.length, { delimiter })}
    where ${value} <> '' group by all order by n desc, value limit ${MOST_VALUES}`);
  return new Map(rows.map(({ value, n }) => [value, n]));
}
