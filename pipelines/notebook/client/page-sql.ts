import { WAREHOUSE_CHANGED } from "./changed.ts";
import { sql as ask, DuckDBClient } from "./sql.ts";

let isFirst = true;

/**
 * `sql` of a page. To Observable's runtime it is a generator too, which gives it again each time the
 * warehouse was written, so that every cell that asks by it asks again.
 */
export const sql = Object.assign((...asked: Parameters<typeof ask>) => ask(...asked), {
  next: (): { done: false; value: typeof ask | Promise<typeof ask> } => {
    if (isFirst) {
      isFirst = false;
      return { done: false, value: ask };
    }
    const value = new Promise<typeof ask>((changed) => {
      addEventListener(WAREHOUSE_CHANGED, () => changed(ask), { once: true });
    });
    return { done: false, value };
  },
  return: () => ({ done: true as const, value: undefined }),
});

/** Tables of released files, which a published page could not read either. */
export function registerTable(name: string): never {
  throw new Error(
    `the page declares a table ${name}; ask the warehouse's own tables, or read data/NAME.arrow`,
  );
}

export { DuckDBClient };
