import { LAYERS } from "../dictionary/layer.ts";
import { identifierSql, quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { KeptTable } from "./gone.ts";
import { LEDGER_AFTER } from "./ledger-effects.ts";

/**
 * Writes everything but the rows of `gone` to a new file. DuckDB does not overwrite what is deleted,
 * and keeps the least and largest values of deleted rows in its statistics; a file into which they
 * were never written cannot hold them. What a build makes is left out, to be built anew.
 */
export async function writeFresh(
  warehouse: Warehouse,
  path: string,
  tables: readonly KeptTable[],
): Promise<void> {
  const { own } = await warehouse.one<{ own: string }>("select current_database() as own");
  await warehouse.run(`
    attach ${quote(path)} as fresh;
    copy from database ${identifierSql(own)} to fresh (schema);
    ${Object.keys(LAYERS)
      .map((layer) => `drop schema if exists fresh.${layer} cascade`)
      .join(";\n    ")}`);
  await dropDerived(warehouse);
  for (const { name } of tables) {
    if (name === "built_models") continue;
    await warehouse.run(
      `insert into fresh.${identifierSql(name)} ${name === "loads" ? LEDGER_AFTER : await staying(warehouse, name)}`,
    );
  }
  await warehouse.run("checkpoint fresh; detach fresh");
}

async function dropDerived(warehouse: Warehouse) {
  const made = await warehouse.rows<{ name: string; kind: string }>(`
    select table_name as name, if(table_type = 'VIEW', 'view', 'table') as kind
    from information_schema.tables join built_models on model = table_name
    where table_catalog = 'fresh' and table_schema = 'main'`);
  for (const { name, kind } of made) {
    await warehouse.run(`drop ${kind} fresh.${identifierSql(name)}`);
  }
}

async function staying(warehouse: Warehouse, name: string): Promise<string> {
  const slots = `select slot from gone where table_name = ${quote(name)}`;
  const { touched } = await warehouse.one<{ touched: boolean }>(
    `select exists (${slots}) as touched`,
  );
  const table = identifierSql(name);
  // A join loses the order of the rows.
  return touched
    ? `select * from ${table} where rowid not in (${slots}) order by rowid`
    : `from ${table}`;
}
