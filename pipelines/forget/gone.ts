import type { Contract } from "../../loaders/contract/define-loader.ts";
import { parents, pseudonymColumns, recordColumn } from "../load/judge/return-records.ts";
import { identifierSql, quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { recordChildSql } from "./children.ts";

/** A pseudonym as DuckDB writes it, as a pattern of RE2. */
export const UUID_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** A table of the warehouse that is loaded or written by hand, not built from others. */
export interface KeptTable {
  name: string;
  /** Columns in which a pseudonym may stand. */
  uuids: string[];
  texts: string[];
}

/** SQL true of rows of a table in which a child of `meant` is named, as a UUID or within text. */
export function namesMeantSql({ uuids, texts }: KeptTable): string {
  const conditions = [
    ...uuids.map((column) => `${identifierSql(column)} in (from meant)`),
    // Pseudonyms are found in a text first, so that thousands of them cost no more than one.
    ...texts.map(
      (column) =>
        `coalesce(list_has_any(regexp_extract_all(${identifierSql(column)}, ${quote(UUID_TEXT)}), (select list(child::varchar) from meant)), false)`,
    ),
  ];
  return conditions.length > 0 ? `(${conditions.join(" or ")})` : "false";
}

/**
 * Fills the temporary table `gone` (`table_name`, `slot`: the row's rowid) with every row that is
 * about a child of `meant`: rows that name one, records of a return below one, and refused rows.
 */
export async function findGone(
  warehouse: Warehouse,
  tables: readonly KeptTable[],
  contracts: readonly Contract[],
): Promise<void> {
  await warehouse.run(`
    create or replace temp table gone (table_name varchar, slot bigint);
    create or replace temp table gone_records (module varchar, given varchar, record varchar)`);
  const loaded = new Map(contracts.map((contract) => [contract.table, contract]));
  const present = new Set(tables.map(({ name }) => name));
  for (const contract of contracts) {
    if (contract.isChildLevel && present.has(contract.table)) await addLoaded(warehouse, contract);
  }
  for (const table of tables) {
    if (loaded.has(table.name)) continue;
    await warehouse.run(`
      insert into gone select ${quote(table.name)}, rowid from ${identifierSql(table.name)}
      where ${namesMeantSql(table)} and rowid not in (select slot from gone where table_name = ${quote(table.name)})`);
  }
}

async function addLoaded(warehouse: Warehouse, contract: Contract) {
  const ofTable = `table_name = ${quote(contract.table)}`;
  const byRecord = recordChildSql(contract);
  const named = [
    ...pseudonymColumns(contract).map((column) => `${identifierSql(column)} in (from meant)`),
    ...(byRecord ? [`${byRecord} in (from meant)`] : []),
    ...parents(contract).map(({ column, module }) =>
      isGoneRecord(contract, module, (name) => identifierSql(name), column),
    ),
  ];
  const inRaw = (name: string) => `json_extract_string(raw, ${quote(`$.${name}`)})`;
  const refused = `
    from rejected_rows join loads using (load_id)
    where source_table = ${quote(contract.table)} and raw is not null and (
      ${namesMeantSql({ name: "", uuids: [], texts: ["raw"] })}
      ${parents(contract)
        .map(({ column, module }) => `or ${isGoneRecord(contract, module, inRaw, column)}`)
        .join(" ")})`;
  await warehouse.run(`
    insert into gone select ${quote(contract.table)}, rowid from ${contract.table} where ${named.join(" or ") || "false"};
    insert into gone select 'rejected_rows', rejected_rows.rowid ${refused}`);
  const record = recordColumn(contract);
  if (!record) return;
  const { module, given } = contract.part!;
  await warehouse.run(`
    insert into gone_records
    select ${quote(module)}, ${joined(given.map(identifierSql))}, ${identifierSql(record)}
    from ${contract.table} where rowid in (select slot from gone where ${ofTable})
    union
    select ${quote(module)}, ${joined(given.map(inRaw))}, ${inRaw(record)} ${refused} and ${inRaw(record)} is not null`);
}

const joined = (columns: readonly string[]): string => `concat_ws('|', ${columns.join(", ")})`;

/** SQL true of a row below a record of `gone_records`. */
const isGoneRecord = (
  { part }: Contract,
  module: string,
  cell: (name: string) => string,
  column: string,
): string =>
  `(${quote(module)}, ${joined(part!.given.map(cell))}, ${cell(column)}) in (select (module, given, record) from gone_records)`;
