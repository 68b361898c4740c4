import { group } from "d3";
import { quote, sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Dictionary } from "./dictionary.ts";
import { LAYERS, layerOf } from "./layer.ts";

/** A table or view as it stands in the warehouse. */
export interface Standing {
  schema: string;
  name: string;
  kind: "table" | "view";
  comment: string | null;
  columns: { name: string; type: string; comment: string | null }[];
}

/**
 * Says in the warehouse itself what its tables and columns mean, as comments, and shows each table
 * in the schema of its layer (raw, child or public) as a view. Only what differs is written, so a
 * warehouse that is explained already is left as it is.
 */
export async function explain(warehouse: Warehouse, words: Dictionary): Promise<void> {
  await warehouse.transaction(async () => {
    const before = await standing(warehouse);
    const hasChanged = await showLayers(warehouse, before);
    const now = hasChanged ? await standing(warehouse) : before;
    const changes = now.flatMap((one) => comments(one, words));
    if (changes.length > 0) await warehouse.run(changes.join(";\n"));
  });
}

async function showLayers(warehouse: Warehouse, all: readonly Standing[]): Promise<boolean> {
  const own = all.filter(({ schema }) => schema === "main");
  const shown = new Map(all.map((one) => [`${one.schema}.${one.name}`, shapeOf(one)]));
  const wanted = new Map(
    own.map((one) => {
      const names = one.columns.map(({ name }) => name);
      return [`${layerOf(one.name, names)}.${one.name}`, one];
    }),
  );
  const statements = all
    .filter(
      ({ schema, name, kind }) =>
        isLayer(schema) && kind === "view" && !wanted.has(`${schema}.${name}`),
    )
    .map(({ schema, name }) => `drop view ${sql.id(schema, name)}`);
  for (const [key, one] of wanted) {
    if (shown.get(key) === shapeOf(one)) continue;
    const [schema] = key.split(".");
    statements.push(
      `create or replace view ${sql.id(schema!, one.name)} as from main.${sql.id(one.name)}`,
    );
  }
  if (statements.length === 0) return false;
  const schemas = Object.keys(LAYERS).map((layer) => `create schema if not exists ${layer}`);
  await warehouse.run([...schemas, ...statements].join(";\n"));
  return true;
}

const isLayer = (schema: string) => Object.hasOwn(LAYERS, schema);

const shapeOf = ({ columns }: Standing) =>
  JSON.stringify(columns.map(({ name, type }) => [name, type]));

function comments({ schema, name, kind, comment, columns }: Standing, words: Dictionary) {
  const changed: string[] = [];
  const meaning = words.table(name);
  if (meaning && meaning !== comment) {
    changed.push(`comment on ${kind} ${sql.id(schema, name)} is ${quote(meaning)}`);
  }
  for (const column of columns) {
    const said = words.column(name, column.name);
    if (said && said !== column.comment) {
      changed.push(`comment on column ${sql.id(schema, name, column.name)} is ${quote(said)}`);
    }
  }
  return changed;
}

/** Every table and view of the file, with its columns in order. */
export async function standing(warehouse: Warehouse): Promise<Standing[]> {
  const tables = await warehouse.rows<Omit<Standing, "columns">>(`
    select schema_name as schema, table_name as name, 'table' as kind, comment
    from duckdb_tables() where not internal and not temporary
    union all
    select schema_name, view_name, 'view', comment from duckdb_views() where not internal and not temporary
    order by 1, 2`);
  const columns = await warehouse.rows<{
    schema: string;
    table: string;
    name: string;
    type: string;
    comment: string | null;
  }>(`
    select schema_name as schema, table_name as "table", column_name as name, data_type as type, comment
    from duckdb_columns() where not internal order by schema_name, table_name, column_index`);
  const byTable = group(columns, ({ schema, table }) => `${schema}.${table}`);
  return tables.map((one) => ({ ...one, columns: byTable.get(`${one.schema}.${one.name}`) ?? [] }));
}
