import { callError } from "../warehouse/errors.ts";
import { identifierSql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type KeptTable, namesMeantSql } from "./gone.ts";

/** Every table of the warehouse, without (or with) those that a build makes anew. */
export async function keptTables(
  warehouse: Warehouse,
  { withDerived = false } = {},
): Promise<KeptTable[]> {
  const columns = await warehouse.rows<{
    schema: string;
    name: string;
    column: string;
    type: string;
    is_derived: boolean;
  }>(`
    select schema_name as schema, table_name as name, column_name as column, data_type as type,
      table_name in (select model from built_models) as is_derived
    from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name)
    where database_name = current_database() and not duckdb_tables.internal
    order by table_name, column_index`);
  const elsewhere = columns.find(({ schema }) => schema !== "main");
  if (elsewhere) throw otherSchema(warehouse.file, `${elsewhere.schema}.${elsewhere.name}`);
  const tables = new Map<string, KeptTable>();
  for (const { name, column, type, is_derived } of columns) {
    if (is_derived && !withDerived) continue;
    const table = tables.get(name) ?? { name, uuids: [], texts: [] };
    if (type === "UUID") table.uuids.push(column);
    if (type === "VARCHAR") table.texts.push(column);
    tables.set(name, table);
  }
  return [...tables.values()];
}

/** How many rows of tables name a child of `meant`, by table; tables without any are left out. */
export async function tablesNaming(
  warehouse: Warehouse,
  tables: readonly KeptTable[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const table of tables) {
    const { n } = await warehouse.one<{ n: number }>(
      `select count(*) as n from ${identifierSql(table.name)} where ${namesMeantSql(table)}`,
    );
    if (n > 0) found.set(table.name, n);
  }
  return found;
}

const otherSchema = (file: string, table: string) =>
  callError({
    expected: "every table to be in the schema main, where it can be searched",
    came: `the table ${table}`,
    where: file,
    todo: "move or drop what was made by hand in other schemas, and run again; nothing was changed",
  });
