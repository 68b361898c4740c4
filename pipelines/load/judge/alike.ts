import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { identifierSql, quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { ALL_STRIPS, stripBitsSql, stripped, strippedSql } from "../cells/strip.ts";
import { type PseudonymKey, pseudonym, pseudonymSql } from "./pseudonym.ts";
import { pseudonymColumns } from "./return-records.ts";

/** Stands where an authority's code does in a pseudonym, and is none. */
const INSTEAD_OF_AUTHORITY = "alike";

/**
 * Makes `identifier_forms`: one row per child whose identifier would be another without leading
 * zeros, a .0, small letters or spaces. The mark is a keyed hash of the pseudonym that it would then
 * have; from it neither can be had, and two children with one mark may be one child.
 */
export const createForms = (warehouse: Warehouse): Promise<void> =>
  warehouse.run(
    "create table if not exists identifier_forms (child_id uuid primary key, mark uuid not null, strips utinyint not null)",
  );

/** The column of a contract by which its children are known. */
export const childColumn = (contract: Contract): string | null =>
  pseudonymColumns(contract)[0] ?? null;

/** Mark of a child by its pseudonym, where that is of an identifier with nothing to strip. */
export const alikeMarkSql = (key: PseudonymKey, child: string): string =>
  pseudonymSql(key, quote(INSTEAD_OF_AUTHORITY), `${child}::varchar`);

/** Pseudonym and mark of an identifier with all stripped from it. */
export function bareOf(key: PseudonymKey, authority: string, id: string) {
  const bare = pseudonym(key, authority, stripped(ALL_STRIPS, id));
  return { child: bare, mark: pseudonym(key, INSTEAD_OF_AUTHORITY, bare) };
}

/** Columns of a staged row: the mark of its child and what would be stripped; null where nothing would. */
export function formColumnsSql(
  key: PseudonymKey,
  contract: Contract,
  authority: string,
  typed: (column: string) => string,
): string[] {
  const column = childColumn(contract);
  if (column === null) return ["null::uuid as child_mark", "0::utinyint as child_strips"];
  const id = typed(column);
  const bare = strippedSql(ALL_STRIPS, id);
  const mark = alikeMarkSql(key, pseudonymSql(key, authority, bare));
  return [
    `case when ${bare} <> ${id} then ${mark} end as child_mark`,
    `case when ${bare} <> ${id} then ${stripBitsSql(id)} end as child_strips`,
  ];
}

/** Keeps the forms of the children that a staged file brings in. */
export async function keepForms(
  warehouse: Warehouse,
  contract: Contract,
  staged: string,
): Promise<void> {
  const column = childColumn(contract);
  if (column === null) return;
  const child = identifierSql(column);
  await warehouse.run(`
    insert or ignore into identifier_forms
    select ${child}, any_value(child_mark), any_value(child_strips) from ${staged}
    where is_in_scope and not is_refused and child_mark is not null and ${child} is not null
    group by ${child}`);
}
