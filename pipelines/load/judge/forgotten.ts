import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type PseudonymKey, pseudonym, pseudonymSql } from "./pseudonym.ts";

/** Stands where an authority's code does in a pseudonym, and is none. */
const INSTEAD_OF_AUTHORITY = "forgotten";

/**
 * Makes the tables of what was forgotten. `forgotten` (one row per forgetting and table) says when,
 * why, by whom and how much; `kept_out` (one row per number) is a keyed hash of each pseudonym, from
 * which no pseudonym can be had, by which later files are known to be about a child forgotten.
 */
export async function createForgotten(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    create table if not exists forgotten (
      forgotten_at timestamp not null, reason varchar not null, signed_by varchar not null,
      children bigint not null, table_name varchar, row_count bigint not null);
    create table if not exists kept_out (mark uuid primary key)`);
}

/** What is kept of a pseudonym so that the child is known again. */
export const markOf = (key: PseudonymKey, child: string): string =>
  pseudonym(key, INSTEAD_OF_AUTHORITY, child);

/** The same as SQL, of a UUID column. */
export const markSql = (key: PseudonymKey, child: string): string =>
  pseudonymSql(key, quote(INSTEAD_OF_AUTHORITY), `${child}::varchar`);

/** Remembers children, by their pseudonyms, to be kept out of later loads. */
export async function keepOut(
  warehouse: Warehouse,
  key: PseudonymKey,
  children: readonly string[],
): Promise<void> {
  // In order of the marks, so that the list does not say who came before whom.
  const marks = children.map((child) => markOf(key, child)).sort();
  for (let from = 0; from < marks.length; from += 1000) {
    const values = marks.slice(from, from + 1000).map((mark) => `(${quote(mark)})`);
    await warehouse.run(`insert or ignore into kept_out values ${values.join(", ")}`);
  }
}

export const isAnyoneKeptOut = async (warehouse: Warehouse): Promise<boolean> =>
  (await warehouse.one<{ any: boolean }>("select exists (from kept_out) as any")).any;
