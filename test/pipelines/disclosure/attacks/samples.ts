import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";
import { hardSample } from "./hard-sample.ts";
import { type Released, released } from "./released.ts";

/** A built warehouse, which holds the truth, and all that is published of it. Nobody changes either. */
export interface Attacked {
  warehouse: Warehouse;
  tables: Released;
}

const made = new Map<string, Promise<Attacked>>();

/** Each is built once for all files of a worker, and stays open until it ends. */
const once = (name: string, build: () => Promise<Warehouse>) => (): Promise<Attacked> => {
  const known = made.get(name) ?? attacked(build);
  made.set(name, known);
  return known;
};

const attacked = async (build: () => Promise<Warehouse>): Promise<Attacked> => {
  const warehouse = await build();
  return { warehouse, tables: await released(warehouse) };
};

export const ordinary = once("ordinary", () => builtWarehouse());

export const hard = once("hard", async () => {
  const { folder, designs } = await hardSample();
  return builtWarehouse([folder], designs);
});

/** What attacks are tried on. */
export const SAMPLES = [
  ["the sample", ordinary],
  ["a sample made to be hard", hard],
] as const;
