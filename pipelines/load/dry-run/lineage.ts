import { readdirSync, readFileSync } from "node:fs";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { build } from "../../build/build.ts";
import { type Model, models } from "../../build/models.ts";
import { order } from "../../build/order.ts";
import { evaluateAuthorities } from "../../evaluate/authorities/evaluate-authorities.ts";
import { type Design, type Evaluation, isOfAuthorities } from "../../evaluate/design.ts";
import { evaluateAll } from "../../evaluate/evaluate.ts";
import { projectFile } from "../../project.ts";
import { releases } from "../../releases/index.ts";
import { silent } from "../../task.ts";
import { openWarehouse, type Warehouse } from "../../warehouse.ts";

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
 * What each column of the loaded tables reaches, found out and not listed: every model becomes a
 * view in an empty warehouse, the queries of releases and estimates are recorded as they run, and
 * DuckDB's plan says which columns each reads at last, those it only filters or joins by as well.
 */
export async function lineage(
  instruments: readonly Instrument[],
  evaluations: readonly Design[],
): Promise<(table: string, column: string) => Reach> {
  const warehouse = await openWarehouse(":memory:");
  try {
    const views = await asViews(warehouse, instruments);
    const computed = await computedTables(warehouse, instruments, evaluations);
    const readBy = async (queries: readonly string[]): Promise<Columns> => {
      const columns = await columnsOf(warehouse, queries);
      const tables = new Set([...columns].map((column) => column.split(".")[0]!));
      const behind = [...tables].flatMap((table) => [...(computed.get(table) ?? [])]);
      return new Set([...columns, ...behind]);
    };
    const ofModel = new Map<string, Columns>();
    for (const { name } of views) ofModel.set(name, await readBy([`select * from ${name}`]));
    const ofRelease = new Map<string, Columns>();
    for (const release of releases) {
      const queries = await recorded(warehouse, (own) => release.rows(own));
      ofRelease.set(release.name, await readBy(queries));
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

/** Builds every model of an empty warehouse as a view, so that a plan goes down to what was loaded. */
async function asViews(warehouse: Warehouse, instruments: readonly Instrument[]): Promise<Model[]> {
  await build(warehouse, instruments, [], silent);
  const ordered = await order(warehouse, models(instruments));
  const selects = ordered.filter(({ make }) => !make);
  for (const { name, keptAs } of selects) await warehouse.run(`drop ${keptAs} ${name}`);
  for (const { name, sql } of selects) await warehouse.run(`create view ${name} as ${sql}`);
  // In an empty warehouse these would find that there is nothing to read.
  await warehouse.run("set disabled_optimizers = 'statistics_propagation,empty_result_pullup'");
  return ordered;
}

/** Tables filled by code and not by a select, and the columns that its own queries read. */
async function computedTables(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  designs: readonly Design[],
): Promise<Map<string, Columns>> {
  const ofChildren = designs.filter((design): design is Evaluation => !isOfAuthorities(design));
  const ofAuthorities = designs.filter(isOfAuthorities);
  const tables = new Map<string, Columns>();
  const made = models(instruments).flatMap(({ name, make }) =>
    make
      ? [
          async (own: Warehouse) => {
            await own.run(`drop table ${name}`);
            await make(own);
          },
        ]
      : [],
  );
  for (const work of [
    ...made,
    (own: Warehouse) => evaluateAll(own, instruments, ofChildren),
    (own: Warehouse) => evaluateAuthorities(own, ofAuthorities, silent),
  ]) {
    const queries = await recorded(warehouse, work);
    const columns = await columnsOf(
      warehouse,
      queries.filter((sql) => /\bselect\b/i.test(sql)),
    );
    for (const sql of queries) {
      const made = /^create (?:or replace )?table (?:if not exists )?"?(\w+)/i.exec(sql)?.[1];
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
  const noted = (sql: string): string => {
    asked.push(...sql.split(/;\s*\n/));
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
    const table = Table?.split(".").at(-1);
    for (const column of table ? [Projections].flat() : []) columns.add(`${table}.${column}`);
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
