import { type Layer, layerOf } from "../../dictionary/layer.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

export interface SchemaColumn {
  name: string;
  type: string;
  meaning: string | null;
}

export interface SchemaTable {
  name: string;
  layer: Layer;
  meaning: string | null;
  /** Null for a view. */
  rows: number | null;
  columns: SchemaColumn[];
}

/** Every table under its own name, with the words the warehouse has for it. */
export async function readSchema(warehouse: Warehouse): Promise<SchemaTable[]> {
  const tables = await warehouse.rows<Omit<SchemaTable, "layer" | "columns">>(`
    select table_name as name, comment as meaning, estimated_size as rows
    from duckdb_tables() where not internal and schema_name = 'main'
    union all
    select view_name, comment, null from duckdb_views() where not internal and schema_name = 'main'
    order by 1`);
  const columns = await warehouse.rows<SchemaColumn & { table: string }>(`
    select table_name as "table", column_name as name, data_type as type, comment as meaning
    from duckdb_columns() where not internal and schema_name = 'main'
    order by table_name, column_index`);
  return tables.map((one) => {
    const own = columns.filter(({ table }) => table === one.name);
    const layer = layerOf(
      one.name,
      own.map(({ name }) => name),
    );
    return { ...one, layer, columns: own.map(({ table, ...column }) => column) };
  });
}

const MOST_VALUES = 20;
const FEWEST_ROWS = 10;

/**
 * Some values of the columns of a table that hold codes: of few values, each in many rows, so that
 * none is of one child alone.
 */
export async function readExamples(
  warehouse: Warehouse,
  table: string,
): Promise<Record<string, string[]>> {
  const columns = await warehouse.rows<{ name: string }>(sql`
    select column_name as name from duckdb_columns()
    where schema_name = 'main' and table_name = ${table}
      and (data_type = 'VARCHAR' or data_type like 'ENUM%')`);
  const found: Record<string, string[]> = {};
  for (const { name } of columns) {
    const values = await warehouse.rows<{ value: string; n: number }>(sql`
      select ${sql.id(name)}::varchar as value, count(*) as n from ${sql.id(table)}
      where ${sql.id(name)} is not null group by 1 order by n desc, 1 limit ${MOST_VALUES + 1}`);
    if (values.length > MOST_VALUES || values.some(({ n }) => n < FEWEST_ROWS)) continue;
    if (values.length > 0) found[name] = values.slice(0, 5).map(({ value }) => value);
  }
  return found;
}

export interface Suggestion {
  text: string;
  /** Character of the SQL at which it begins. */
  from: number;
  kind: string;
}

/** What may follow some SQL: DuckDB's own completion. */
export async function completions(warehouse: Warehouse, before: string): Promise<Suggestion[]> {
  const rows = await warehouse.rows<Suggestion>(sql`
    select suggestion as text, suggestion_start as "from", suggestion_type as kind
    from sql_auto_complete(${before})`);
  const bytes = Buffer.from(before);
  return rows.map((row) => ({ ...row, from: bytes.subarray(0, row.from).toString().length }));
}
