import { callError } from "../../warehouse/errors.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { PseudonymKey } from "../judge/pseudonym.ts";

/** Two keys would give one child two pseudonyms, so a warehouse is held to its first. */
export async function holdToOneKey(warehouse: Warehouse, key: PseudonymKey): Promise<void> {
  const [held] = await warehouse.rows<{ value: string }>(
    "select value from warehouse_facts where fact = 'pseudonym key'",
  );
  if (held && held.value !== key.fingerprint) {
    throw callError({
      expected: `the pseudonym key ${held.value} that this warehouse was begun with`,
      came: `another key, ${key.fingerprint}`,
      where: warehouse.file,
      todo: "point VSEND_KEY_FILE at the first key, or use another warehouse with --warehouse",
    });
  }
}
