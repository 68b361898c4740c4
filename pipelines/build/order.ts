import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Model } from "./models.ts";
import { tablesRead } from "./tables-read.ts";

/** A model and the tables it reads. */
export interface OrderedModel extends Model {
  reads: string[];
}

/**
 * Puts models in an order in which each comes after those it reads. The tables a model reads are
 * found in DuckDB's own parse of it; what a table that code makes reads is known once it was made.
 *
 * @throws when models read each other in a circle.
 */
export async function order(
  warehouse: Warehouse,
  models: readonly Model[],
): Promise<OrderedModel[]> {
  const known = new Map<string, OrderedModel>();
  for (const model of models) {
    const reads = model.make ? [] : await tablesRead(warehouse, model.sql);
    known.set(model.name, { ...model, reads });
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
