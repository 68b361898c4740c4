import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";
import type { Common } from "./options.ts";

/** Prints what a verb has to say: the result as JSON, or words. */
export function say(options: { json: boolean }, result: unknown, words: () => string) {
  const text = options.json ? JSON.stringify(result, null, 2) : words();
  if (text) process.stdout.write(`${text}\n`);
}

/** Opens the warehouse for one verb and closes it after. */
export async function withWarehouse(
  options: Common,
  work: (warehouse: Warehouse) => Promise<unknown>,
  isReadOnly = false,
) {
  const warehouse = await openWarehouse(options.warehouse, { isReadOnly });
  try {
    await work(warehouse);
  } finally {
    warehouse.close();
  }
}
