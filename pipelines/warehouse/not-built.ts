import type { Warehouse } from "./warehouse.ts";

const UNKNOWN_TABLE = /Table with name "?(?:[A-Za-z0-9_]+[.])*([A-Za-z0-9_]+)"? does not exist/;
const MOST_NAMED = 12;

/**
 * Of a question for a table that a build makes: that it does, and where the rows that were loaded
 * stand. Null of any other fault.
 */
export async function notBuilt(warehouse: Warehouse, fault: string): Promise<string | null> {
  const name = UNKNOWN_TABLE.exec(fault)?.[1]?.toLowerCase();
  const loaded = name === undefined ? [] : await loadedTables(warehouse);
  if (name === undefined || loaded.length === 0) return null;
  const own = loaded.filter((table) => `${table}_`.startsWith(`loaded_${name}_`));
  const isBuilt = await hasBuilt(warehouse);
  if (isBuilt && own.length === 0) return null;
  const stands = own.length > 0 ? own : loaded;
  const more = stands.length - MOST_NAMED;
  return [
    ...(isBuilt
      ? []
      : [`tables such as ${name} are made by \`vsend build\`, and it has not been run here yet`]),
    `what was loaded stands in ${stands.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  ].join("; ");
}

/** Tables of loaders that hold rows. */
async function loadedTables(warehouse: Warehouse): Promise<string[]> {
  const rows = await warehouse
    .rows<{ name: string }>(
      "select distinct source_table as name from loads where rows_loaded > 0 order by name",
    )
    .catch(() => []);
  return rows.map(({ name }) => name);
}

async function hasBuilt(warehouse: Warehouse): Promise<boolean> {
  const { n } = await warehouse
    .one<{ n: number }>("select count(*) as n from built_models")
    .catch(() => ({ n: 0 }));
  return n > 0;
}
