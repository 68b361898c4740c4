import { trimCell } from "../../loaders/contract/cells.ts";
import type { Candidate } from "../load/read/formats/candidate.ts";
import { readCsvSql } from "../load/read/formats/read-csv.ts";
import { rowsOfCells } from "../load/recognise/count-cells.ts";
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
  /** What to call it where its rows cannot be read. */
  source: Candidate;
  isDamaged?: boolean | undefined;
}

/** The rows of a file as SQL. */
export const cellsOf = ({ path, header, delimiter, isDamaged }: PlainFile): string =>
  readCsvSql(path, header.length, { delimiter, isDamaged });

const SAMPLE_ROWS = 2000;
const MOST_VALUES = 200;

/** What stands in the columns of a file, from rows drawn evenly from all of it. */
export async function profile(warehouse: Warehouse, file: PlainFile): Promise<ColumnProfile[]> {
  const rows = await rowsOfCells<Record<string, string | null>>(
    warehouse,
    file.source,
    `select * from ${cellsOf(file)} using sample reservoir(${SAMPLE_ROWS} rows) repeatable (1)`,
  );
  return file.header.map((name, position) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const value = trimCell(row[`c${position}`] ?? null);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const commonest = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_VALUES);
    return { name, position, values: new Map(commonest) };
  });
}

/** A value, in how many rows it stands, of how many children, and in which row first. */
export interface ValueCount {
  value: string;
  rows: number;
  /** 0 where no column names children. */
  children: number;
  first: number;
}

/** Every value of one column of the whole file, the commonest first. */
export async function allValues(
  warehouse: Warehouse,
  file: PlainFile,
  position: number,
  child: number | null,
): Promise<ValueCount[]> {
  const value = trimSql(`c${position}`);
  const children = child === null ? "0" : `count(distinct ${trimSql(`c${child}`)})`;
  return rowsOfCells<ValueCount & Record<string, string | number>>(
    warehouse,
    file.source,
    `
    with numbered as (
      select row_number() over () as row, * from ${cellsOf(file)})
    select ${value} as value, count(*) as rows, ${children} as children, min(row) as first
    from numbered where ${value} <> '' group by 1 order by rows desc, value limit ${MOST_VALUES}`,
  );
}
