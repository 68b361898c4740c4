import { quote, type Sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Names of the tables a select reads, its own common table expressions left out. */
export async function tablesRead(warehouse: Warehouse, sql: string): Promise<string[]> {
  const { tables, error } = await parsed(warehouse, sql);
  if (error !== null) throw new Error(`cannot parse a model: ${error}\n${sql}`);
  return [...tables];
}

interface Parsed {
  tables: string[];
  error: string | null;
}

/** What was parsed in this run: a build asks for one select several times. */
const known = new Map<string, Parsed>();
const MOST_KNOWN = 2000;

async function parsed(warehouse: Warehouse, sql: string): Promise<Parsed> {
  const before = known.get(sql);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const now = await parse(warehouse, sql);
  known.set(sql, now);
  return now;
}

async function parse(warehouse: Warehouse, sql: string): Promise<Parsed> {
  const { tree } = await warehouse.one<{ tree: string }>(
    `select json_serialize_sql(${quote(sql)})::varchar as tree`,
  );
  const found = JSON.parse(tree) as { error: boolean; error_message?: string };
  if (found.error) return { tables: [], error: found.error_message ?? "no select" };
  const tables = new Set<string>();
  const own = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk);
    } else if (node && typeof node === "object") {
      const entry = node as Record<string, unknown>;
      if (entry.type === "BASE_TABLE") tables.add(String(entry.table_name));
      const map = (entry.cte_map as { map?: { key: string }[] } | undefined)?.map;
      for (const { key } of map ?? []) own.add(key);
      Object.values(entry).forEach(walk);
    }
  };
  walk(found);
  return { tables: [...tables].filter((name) => !own.has(name)).sort(), error: null };
}

const STATEMENT = /(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[^;'"-]|-)+/g;
const CREATED =
  /^\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?"?(\w+)/i;
/** What stands before the select of a statement that fills a table. */
const FILLS =
  /^\s*(?:create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?[\w".]+\s+as|insert\s+into\s+[\w".]+\s*(?:by\s+name\s*)?(?:\([^)]*\))?)\s*(?=\(?\s*(?:select|with|from)\b)/i;
const NAMED = /\b(?:from|join)\s+"?([a-z_]\w*)/gi;

/** The tables that some statements read, and those that they make. */
export async function tablesOf(
  warehouse: Warehouse,
  statements: string,
): Promise<{ reads: string[]; makes: string[] }> {
  const [reads, makes] = [new Set<string>(), new Set<string>()];
  for (const [statement] of statements.matchAll(STATEMENT)) {
    const created = CREATED.exec(statement)?.[1];
    if (created) makes.add(created);
    if (!/\b(?:from|join)\b/i.test(statement)) continue;
    const select = statement.replace(FILLS, "");
    const { tables, error } = await parsed(warehouse, select);
    // What is no select, such as an update, is not parsed: its names are taken from its words.
    const found = error === null ? tables : [...statement.matchAll(NAMED)].map(([, name]) => name!);
    for (const name of found) reads.add(name);
  }
  return { reads: [...reads], makes: [...makes] };
}

/**
 * A warehouse that tells, before each statement is run, which tables it reads that were not made
 * through it.
 *
 * @param onRead may throw, and then the statement is not run.
 */
export function watched(warehouse: Warehouse, onRead: (table: string) => void): Warehouse {
  const own = new Set<string>();
  const note = async (sql: string | Sql) => {
    const { reads, makes } = await tablesOf(warehouse, String(sql));
    for (const name of makes) own.add(name);
    for (const name of reads) if (!own.has(name)) onRead(name);
  };
  return {
    ...warehouse,
    run: async (sql) => {
      await note(sql);
      await warehouse.run(sql);
    },
    rows: async <T extends object>(sql: string | Sql) => {
      await note(sql);
      return warehouse.rows<T>(sql);
    },
    one: async <T extends object>(sql: string | Sql) => {
      await note(sql);
      return warehouse.one<T>(sql);
    },
  };
}
