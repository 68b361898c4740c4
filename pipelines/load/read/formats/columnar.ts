import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../../../warehouse/errors.ts";
import { identifierSql, quote } from "../../../warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../warehouse/warehouse.ts";
import { type Candidate, shortName } from "./candidate.ts";
import { oneFile } from "./read-csv.ts";
import { digestOf } from "./survey.ts";
import type { Head, Reading, Table } from "./table.ts";

/** SQL giving every cell of a file as text, and what its columns are called. */
interface TextQuery {
  names: readonly string[];
  sql: string;
}

/** A Parquet file, written out as text by DuckDB. */
export async function parquetTable(file: Candidate, { workDir }: Reading): Promise<Table> {
  // A damaged file can bring a whole DuckDB down, which must not be the warehouse's.
  const warehouse = await openWarehouse(":memory:");
  return queried(file, { warehouse, workDir }, "Parquet file", parquetQuery);
}

/** A file of JSON objects, one a line, each key a column; written out as text by DuckDB. */
export const ndjsonTable = (file: Candidate, reading: Reading): Promise<Table> =>
  queried(file, reading, "file of one JSON object a line", ndjsonQuery);

async function queried(
  file: Candidate,
  { warehouse, workDir }: Reading,
  what: string,
  queryOf: (warehouse: Warehouse, file: Candidate) => Promise<TextQuery>,
): Promise<Table> {
  const readably = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw isTheFile(cause) ? damaged(file, what, cause) : cause;
    });
  const { names, sql } = await readably(queryOf(warehouse, file));
  if (names.length === 0) throw withoutColumns(file, what);
  const [first] = await readably(warehouse.rows<Record<string, string | null>>(`${sql} limit 1`));
  const head: Head = {
    delimiter: ",",
    rows: [
      { cells: names, row: 0, end: 0 },
      ...(first ? [{ cells: names.map((_, i) => first[`c${i}`] ?? ""), row: 1, end: 0 }] : []),
    ],
  };
  return {
    file,
    heads: [head],
    digest: () => digestOf(file.path),
    settle: async () => {
      const path = join(await mkdtemp(join(workDir, "rows-")), "rows.csv");
      await readably(warehouse.run(`copy (${sql}) to ${quote(path)} (format csv, header true)`));
      return { path, notes: [], origin: { sheet: null, headerRow: null, blanks: [] } };
    },
  };
}

async function parquetQuery(warehouse: Warehouse, file: Candidate): Promise<TextQuery> {
  const from = `read_parquet(${quote(oneFile(file.path))}, binary_as_string = true)`;
  const columns = await warehouse.rows<{ column_name: string; column_type: string }>(
    `describe from ${from}`,
  );
  const cells = columns.map(
    ({ column_name, column_type }, i) =>
      `${textSql(identifierSql(column_name), column_type)} as c${i}`,
  );
  return {
    names: columns.map(({ column_name }) => column_name),
    sql: `select ${cells.join(", ")} from ${from}`,
  };
}

/** A midnight is a day, and zeros after a decimal's last digit say nothing. */
function textSql(column: string, type: string): string {
  if (type.startsWith("TIMESTAMP")) {
    return `regexp_replace(${column}::varchar, ' 00:00:00([+]00)?$', '')`;
  }
  if (/^(DECIMAL|DOUBLE|FLOAT)/.test(type)) {
    return `regexp_replace(regexp_replace(${column}::varchar, '([.][0-9]*?)0+$', '\\1'), '[.]$', '')`;
  }
  return `${column}::varchar`;
}

async function ndjsonQuery(warehouse: Warehouse, file: Candidate): Promise<TextQuery> {
  // A delimiter and quotation marks that no JSON text can hold, so that a line is one cell.
  const lines = `read_csv(${quote(oneFile(file.path))}, auto_detect = false, header = false, delim = '\\x01', quote = '', escape = '', columns = {'line': 'varchar'}, max_line_size = 2000000)`;
  const [bad] = await warehouse.rows<{ row: number }>(`
    select row from (select row_number() over () as row, line from ${lines})
    where line is not null and not coalesce(try(json_type(line)) = 'OBJECT', false) limit 1`);
  if (bad) throw notAnObject(file, bad.row);
  const keys = await warehouse.rows<{ key: string }>(`
    select key from (select row_number() over () as row, unnest(json_keys(line)) as key from ${lines})
    group by key order by min(row), key`);
  const names = keys.map(({ key }) => key);
  const cells = names.map((name, i) => `line::json ->> ${quote(`/${pointer(name)}`)} as c${i}`);
  return { names, sql: `select ${cells.join(", ")} from ${lines} where line is not null` };
}

/** A key within a JSON pointer (RFC 6901). */
const pointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

const isTheFile = (cause: unknown): boolean =>
  cause instanceof Error &&
  /^(FATAL|INTERNAL|Invalid|IO|Conversion|Serialization|Not implemented|Out of Range|Binder|TProtocol|Parser)/i.test(
    cause.message,
  ) &&
  !/no space left/i.test(cause.message);

const damaged = (file: Candidate, what: string, cause: unknown) =>
  dataError(
    {
      expected: `a ${what} that can be read to its end`,
      came: (cause as Error).message.split("\n")[0] ?? "",
      where: shortName(file),
      todo: "export or copy the file again, and load it again; nothing was loaded",
    },
    cause,
  );

const withoutColumns = (file: Candidate, what: string) =>
  dataError({
    expected: `a ${what} with columns`,
    came: "one without any",
    where: shortName(file),
    todo: "export the file again, and load it again; nothing was loaded",
  });

const notAnObject = (file: Candidate, row: number) =>
  dataError({
    expected: "one JSON object on every line",
    came:
      row === 1 ? "a JSON document over several lines, which is no table" : "a line that is none",
    where: `${shortName(file)}, line ${row}`,
    todo:
      row === 1
        ? "give a table: CSV, Excel, Parquet, or NDJSON with one record a line; nothing was loaded"
        : "correct that line, or export the file again, and load it again; nothing was loaded",
  });
