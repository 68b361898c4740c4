import { plainText } from "../warehouse/plain-text.ts";
import { rule } from "../warehouse/rules.ts";
import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";
import type { Common } from "./options.ts";

/** Prints what a verb has to say: the result as JSON, or words. */
export function say(options: { json: boolean }, result: unknown, words: () => string) {
  const text = options.json ? JSON.stringify(result, null, 2) : words();
  if (text) process.stdout.write(`${plainText(text)}\n`);
}

/** How long a verb waits for another program that has the warehouse open, saying so. */
export const patience = () => ({
  seconds: Number(process.env.VSEND_WAIT_SECONDS ?? rule("seconds_to_wait")),
  say: (words: string) => process.stderr.write(`${words}\n`),
});

/** Opens the warehouse for one verb and closes it after. */
export async function withWarehouse(
  options: Common,
  work: (warehouse: Warehouse) => Promise<unknown>,
  isReadOnly = false,
) {
  const warehouse = await openWarehouse(options.warehouse, { isReadOnly, wait: patience() });
  try {
    await work(warehouse);
  } finally {
    warehouse.close();
  }
}
