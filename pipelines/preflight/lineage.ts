import { readdirSync, readFileSync } from "node:fs";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { build } from "../build/build.ts";
import { type Model, models } from "../build/models.ts";
import { order } from "../build/order.ts";
import { trialModels } from "../build/trial-models.ts";
import { releases } from "../measures/index.ts";
import type { Design } from "../trials/designs/designs.ts";
import { projectFile } from "../warehouse/installation.ts";
import { quote, type Sql } from "../warehouse/sql.ts";
import { silent } from "../warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";

/** What a column of a loaded table reaches. */
export interface Reach {
  /** Entities and measures made with it. */
  models: string[];
  /** Published tables with figures worked out from it. */
  releases: string[];
  /** Pages that show them, as files of src. */
  pages: string[];
}

/** Columns of tables, written table.column. */
type Columns = ReadonlySet<string>;

/**
 * What each column of the loaded tables reaches, found out and not listed: the queries of releases
 * and estimates are recorded as they run in an empty warehouse, and DuckDB's plan says which columns
 * each reads, those it only filters or joins by as well. Plans go one table down, and from there on
 * by the plan of each column: views upon views would be bound anew, all the way, for every query.
 */
export async function lineage(
  instruments: readonly Instrument[],
  evaluations: readonly Design[],
): Promise<(table: string, column: string) => Reach> {
  const warehouse = await openWarehouse(":memory:");
  try {
    const built = await asTables(warehouse, instruments, evaluations);
    const selects = new Map(built.flatMap(({ name, sql, make }) => (make ? [] : [[name, sql]])));
    const computed = await computedTables(warehouse, instruments, evaluations);
    const direct = new Map<string, Promise<Columns>>();
    const behind = (column: string): Promise<Columns> => {
      const [table, name] = column.split(".") as [string, string];
      const sql = selects.get(table);
      if (!sql) return Promise.resolve(computed.get(table) ?? new Set());
      const found =
        direct.get(column) ?? columnsOf(warehouse, [`select "${name}" from (${sql}\n)`]);
      direct.set(column, found);
      return found;
    };
    const withAllBehind = async (columns: Columns): Promise<Columns> => {
      const all = new Set(columns);
      // A set that grows is gone through to its new end.
      for (const column of all) for (const one of await behind(column)) all.add(one);
      return all;
    };
    const ofModel = new Map<string, Columns>();
    for (const { name, sql, make } of built) {
      const columns = make ? computed.get(name)! : await columnsOf(warehouse, [sql]);
      ofModel.set(name, await withAllBehind(columns));
    }
    const ofRelease = new Map<string, Columns>();
    for (const release of releases) {
      const queries = await recorded(warehouse, (own) => release.rows(own));
      ofRelease.set(release.name, await withAllBehind(await columnsOf(warehouse, queries)));
    }
    const pages = pagesByRelease();
    return (table, column) => {
      const holders = (found: ReadonlyMap<string, Columns>) =>
        [...found].filter(([, columns]) => columns.has(`${table}.${column}`)).map(([name]) => name);
      const reached = holders(ofRelease);
      return {
        models: holders(ofModel),
        releases: reached,
        pages: [...new Set(reached.flatMap((name) => pages.get(name) ?? []))].sort(),
      };
    };
  } finally {
    warehouse.close();
  }
}

const everyModel = (instruments: readonly Instrument[], designs: readonly Design[]): Model[] => [
  ...models(instruments),
  ...trialModels(instruments, designs),
];

/** Builds every model of an empty warehouse, views as tables too, so that a plan ends at each. */
async function asTables(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  designs: readonly Design[],
): Promise<Model[]> {
  await build(warehouse, instruments, [], silent);
  const ordered = await order(warehouse, everyModel(instruments, designs));
  for (const { name, sql, keptAs } of ordered) {
    if (keptAs !== "view") continue;
    await warehouse.run(`drop view ${name}`);
    await warehouse.run(`create table ${name} as ${sql}`);
  }
  await warehouse.run(`set disabled_optimizers = ${quote(await allButPruning(warehouse))}`);
  return ordered;
}

/**
 * Optimizers but those that leave out what is not read: others find that an empty warehouse has
 * nothing to read, or move a filter's columns to where a plan does not name them.
 */
async function allButPruning(warehouse: Warehouse): Promise<string> {
  const { names } = await warehouse.one(
    "select string_agg(name, ',') as names from duckdb_optimizers() where name not in ('unused_columns', 'cte_inlining')",
  );
  return String(names);
}

/** Tables filled by code and not by a select, and the columns that its own queries read. */
async function computedTables(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  designs: readonly Design[],
): Promise<Map<string, Columns>> {
  const tables = new Map<string, Columns>();
  for (const { name, make } of everyModel(instruments, designs)) {
    if (!make) continue;
    const work = async (own: Warehouse) => {
      await own.run(`drop table ${name}`);
      await make(own, silent);
    };
    const queries = await recorded(warehouse, work);
    const columns = await columnsOf(
      warehouse,
      queries.filter((sql) => /\bselect\b/i.test(sql)),
    );
    tables.set(name, columns);
    for (const sql of queries) {
      const made =
        /^(?:--[^\n]*\n\s*)*create (?:or replace )?table (?:if not exists )?"?(\w+)/i.exec(
          sql,
        )?.[1];
      if (made) tables.set(made, columns);
    }
  }
  return tables;
}

/** Runs `work` and gives every statement that it asked of the warehouse. */
async function recorded(
  warehouse: Warehouse,
  work: (own: Warehouse) => Promise<unknown>,
): Promise<string[]> {
  const asked: string[] = [];
  const noted = (sql: string | Sql): string | Sql => {
    asked.push(...String(sql).split(/;\s*\n/));
    return sql;
  };
  await work({
    ...warehouse,
    run: (sql) => warehouse.run(noted(sql)),
    rows: (sql) => warehouse.rows(noted(sql)),
    one: (sql) => warehouse.one(noted(sql)),
  });
  return asked.map((sql) => sql.trim());
}

interface PlanNode {
  extra_info?: { Table?: string; Projections?: string | string[] };
  children?: PlanNode[];
}

/** Columns of tables that queries read, written table.column. */
async function columnsOf(warehouse: Warehouse, queries: readonly string[]): Promise<Set<string>> {
  const columns = new Set<string>();
  const walk = ({ extra_info: { Table, Projections = [] } = {}, children = [] }: PlanNode) => {
    const table = Table?.split(".").at(-1)?.replaceAll('"', "");
    // Where only rows are looked for, the plan names a column without a name.
    for (const column of table ? [Projections].flat().filter(Boolean) : [])
      columns.add(`${table}.${column}`);
    children.forEach(walk);
  };
  for (const sql of queries) {
    const [row] = await warehouse.rows(`explain (format json) ${sql}`);
    (JSON.parse(String(row?.explain_value)) as PlanNode[]).forEach(walk);
  }
  return columns;
}

/** Pages by the releases whose files they read. */
export function pagesByRelease(): Map<string, string[]> {
  const pages = new Map<string, string[]>();
  const files = readdirSync(projectFile("src"), { recursive: true, encoding: "utf8" });
  for (const file of files) {
    if (!file.endsWith(".md") || file.startsWith(".observablehq")) continue;
    const text = readFileSync(projectFile(`src/${file}`), "utf8");
    for (const [, name] of text.matchAll(/FileAttachment\(\s*["'`][./]*data\/([a-z0-9-]+)[.]/g))
      pages.set(name!, [...new Set([...(pages.get(name!) ?? []), file])]);
  }
  return pages;
}
