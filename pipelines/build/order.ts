import { quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Model } from "./models.ts";

/** A model and the tables it reads. */
export interface OrderedModel extends Model {
  reads: string[];
}

/**
 * Puts models in an order in which each comes after those it reads. The tables a model reads are
 * found in DuckDB's own parse of it.
 *
 * @throws when models read each other in a circle.
 */
export async function order(
  warehouse: Warehouse,
  models: readonly Model[],
): Promise<OrderedModel[]> {
  const known = new Map<string, OrderedModel>();
  for (const model of models) {
    known.set(model.name, { ...model, reads: await tablesRead(warehouse, model.sql) });
  }
  const ordered: OrderedModel[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (model: OrderedModel, path: string[]) => {
    if (state.get(model.name) === "done") return;
    if (state.get(model.name) === "open") {
      throw new Error(`models read each other: ${[...path, model.name].join(" -> ")}`);
    }
    state.set(model.name, "open");
    for (const name of model.reads) {
      const read = known.get(name);
      if (read) visit(read, [...path, model.name]);
    }
    state.set(model.name, "done");
    ordered.push(model);
  };
  for (const model of known.values()) visit(model, []);
  return ordered;
}

/** Names of the tables a select reads, its own common table expressions left out. */
export async function tablesRead(warehouse: Warehouse, sql: string): Promise<string[]> {
  const { tree } = await warehouse.one<{ tree: string }>(
    `select json_serialize_sql(${quote(sql)})::varchar as tree`,
  );
  const parsed = JSON.parse(tree) as { error: boolean; error_message?: string };
  if (parsed.error) throw new Error(`cannot parse a model: ${parsed.error_message}\n${sql}`);
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
  walk(parsed);
  return [...tables].filter((name) => !own.has(name)).sort();
}
