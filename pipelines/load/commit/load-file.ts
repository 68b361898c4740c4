import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { identifierSql, quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { enumSql } from "../cells/verdict.ts";
import { keepForms } from "../judge/alike.ts";
import { type Staging, storedColumns } from "../judge/stage.ts";
import { goodRowsSql, type StagedFile } from "../judge/stage-file.ts";
import { contractDigest } from "./contract-digest.ts";
import { digestColumn } from "./file-digest.ts";
import { rowsOfReturn } from "./returns.ts";
import { recordWhose } from "./rows-by-authority.ts";
import { supersede, supersededTable } from "./superseded.ts";

/** Makes the table of a loader where it is not there yet. */
export async function createTable(warehouse: Warehouse, contract: Contract): Promise<void> {
  const columns = storedColumns(contract).map(({ name, type }) => `${identifierSql(name)} ${type}`);
  await warehouse.run(
    `create table if not exists ${contract.table} (load_id integer not null, source_row bigint not null, ${columns.join(", ")})`,
  );
  if (!contract.hasCodesAsEnums) return;
  for (const table of tablesOf(contract)) await addCodes(warehouse, contract, table);
}

/** The tables that have the columns of a loader. */
const tablesOf = (contract: Contract): string[] =>
  [contract.table, supersededTable(contract)].filter((table) => table !== null);

/** A table made before a code was added to its contract learns it; codes it holds are kept. */
async function addCodes(warehouse: Warehouse, contract: Contract, table: string) {
  const held = await warehouse.rows<{ name: string; type: string }>(
    `select column_name as name, data_type as type from duckdb_columns() where schema_name = 'main' and table_name = ${quote(table)} and data_type like 'ENUM(%'`,
  );
  for (const { name, type } of storedColumns(contract)) {
    const before = held.find((column) => column.name === name);
    if (!before) continue;
    const codes = new Set([...codesOf(before.type), ...codesOf(type)]);
    if (codes.size === codesOf(before.type).length) continue;
    await warehouse.run(
      `alter table ${table} alter column ${identifierSql(name)} set data type ${enumSql([...codes])}`,
    );
  }
}

const codesOf = (type: string): string[] =>
  [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, code]) => code!.replaceAll("''", "'"));

/** Adds columns that a contract has got since its table was made, such as an instrument's strengths. */
export async function addNewColumns(
  warehouse: Warehouse,
  contracts: readonly Contract[],
): Promise<void> {
  const known = await warehouse.rows<{ name: string; columns: string[] }>(
    "select table_name as name, list(column_name) as columns from duckdb_columns() where not internal and schema_name = 'main' group by table_name",
  );
  const columnsOf = new Map(known.map(({ name, columns }) => [name, new Set(columns)]));
  for (const contract of contracts) {
    for (const table of tablesOf(contract)) {
      const columns = columnsOf.get(table);
      for (const { name, type } of storedColumns(contract)) {
        if (!columns || columns.has(name)) continue;
        await warehouse.run(`alter table ${table} add column ${identifierSql(name)} ${type}`);
      }
    }
  }
}

/** What the ledger knows a file by (see `fileDigest`). */
export interface Digests {
  /** Of its bytes with what its header file or its mapping tells of it. */
  digest: string;
  /** Of its bytes alone. */
  bytes: string;
}

/**
 * Takes a staged file into the warehouse: supersedes earlier rows with the same keys, and writes
 * the rows, the refusals and the line of the ledger. To be called within a transaction.
 *
 * @param judgedBefore Loads of the same file by an earlier contract or mapping; all their rows are superseded.
 * @returns the number of the load.
 */
export async function loadStaged(
  warehouse: Warehouse,
  file: StagedFile,
  digests: Digests,
  judgedBefore: readonly number[] = [],
): Promise<number> {
  const { contract, given } = file.recognised;
  const { load_id } = await warehouse.one<{ load_id: number }>(
    "select coalesce(max(load_id), 0)::integer + 1 as load_id from loads",
  );
  const good = await goodRowsSql(warehouse, contract, file.staging);
  const part = contract.part ? rowsOfReturn(contract, given ?? {}) : null;
  if (judgedBefore.length > 0) {
    const earlier = `where list_contains([${judgedBefore.join(", ")}], earlier.load_id)`;
    await supersede(warehouse, contract, earlier, load_id);
  }
  await supersede(warehouse, contract, part ?? sameKey(contract, good), load_id);
  const names = storedColumns(contract).map(({ name }) => identifierSql(name));
  await warehouse.run(`
    insert into ${contract.table} (load_id, source_row, ${names.join(", ")})
    select ${load_id}, * from (${good})`);
  await keepForms(warehouse, contract, file.staging.staged);
  await insertRefusals(warehouse, load_id, file);
  await recordWhose(warehouse, file, load_id);
  await insertLedgerLine(warehouse, file, load_id, digests);
  return load_id;
}

function sameKey(contract: Contract, good: string): string {
  // Null is a value like another in a key, such as the region of a national row.
  const same = contract.key
    .map(
      (column) =>
        `earlier.${identifierSql(column)} is not distinct from good.${identifierSql(column)}`,
    )
    .join(" and ");
  return `semi join (${good}) as good on ${same}`;
}

async function insertRefusals(
  warehouse: Warehouse,
  loadId: number,
  { refusals, origin: { sheet } }: StagedFile,
) {
  const text = (value: string | null) => (value === null ? "null" : quote(value));
  for (let from = 0; from < refusals.length; from += 1000) {
    const values = refusals
      .slice(from, from + 1000)
      .map(
        ({ row, cell, column, suppliersColumn, value, rule, message, suggestion, raw }) =>
          `(${loadId}, ${row}, ${quote(column)}, ${quote(suppliersColumn)}, ${text(value)}, ${quote(rule)}, ${quote(message)}, ${quote(suggestion)}, ${text(raw)}, ${text(sheet)}, ${text(cell)})`,
      );
    await warehouse.run(`
      insert into rejected_rows (load_id, "row", "column", suppliers_column, value, rule, message, suggestion, raw, sheet, cell)
      values ${values.join(", ")}`);
  }
}

async function insertLedgerLine(
  warehouse: Warehouse,
  { recognised: { contract, mapping }, name, rowsRead, rowsRejected, staging }: StagedFile,
  loadId: number,
  { digest, bytes }: Digests,
) {
  const amount = contract.amount ? identifierSql(contract.amount) : null;
  const pounds = (condition: string) =>
    amount
      ? `(select coalesce(sum(${amount}), 0) from ${staging.staged} as staged where ${condition})`
      : "null";
  const inLoad = `from ${contract.table} where load_id = ${loadId}`;
  await warehouse.run(`
    insert into loads (load_id, loader, file, ${digestColumn(contract)}, source_table, rows_read, rows_loaded,
      rows_rejected, rows_superseded, rows_out_of_scope, amount_read, amount_loaded,
      amount_rejected, amount_superseded, amount_out_of_scope, loaded_at, as_of, mapping, mapping_sha256, contract_sha256,
      rows_amount_unread, bytes_digest)
    select ${loadId}, ${quote(contract.name)}, ${quote(name)}, ${quote(digest)}, ${quote(contract.table)},
      ${rowsRead},
      (select count(*) ${inLoad}),
      ${rowsRejected},
      (select count(*) from ${staging.repeats} where not is_conflict),
      (select count(*) from ${staging.staged} where not is_in_scope),
      ${pounds("true")},
      ${amount ? `(select coalesce(sum(${amount}), 0) ${inLoad})` : "null"},
      ${pounds(`is_in_scope and (is_refused or ${isRepeat(staging, true)})`)},
      ${pounds(`is_in_scope and not is_refused and ${isRepeat(staging, false)}`)},
      ${pounds("not is_in_scope")},
      now()::timestamp,
      ${contract.asOf ? `(select max(${contract.asOf}) ${inLoad})` : "null"},
      ${mapping ? `${quote(mapping.name)}, ${quote(mapping.sha256)}` : "null, null"},
      ${quote(contractDigest(contract))},
      ${amount ? `${rowsRead} - (select count(*) from ${staging.staged} where ${amount} is not null or not is_refused)` : "null"},
      ${quote(bytes)}`);
  if (mapping) {
    await warehouse.run(
      `insert or ignore into mappings_used values (${quote(mapping.sha256)}, ${quote(mapping.name)}, ${quote(mapping.text)})`,
    );
  }
}

const isRepeat = ({ repeats }: Staging, isConflict: boolean) =>
  `staged.rowid in (select slot from ${repeats} where ${isConflict ? "" : "not "}is_conflict)`;
