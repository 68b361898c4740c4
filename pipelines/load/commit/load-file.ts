import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
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

/**
 * Makes the tables of loaders where they are not there yet; those made before get the columns, such
 * as an instrument's strengths, and the codes that their contracts have got since.
 */
export async function createTables(
  warehouse: Warehouse,
  contracts: readonly Contract[],
): Promise<void> {
  const before = await typesByTable(warehouse);
  const absent = contracts.filter(({ table }) => !before.has(table));
  const creates = absent.map((contract) => {
    const columns = storedColumns(contract).map(
      ({ name, type }) => `${identifierSql(name)} ${type}`,
    );
    return `create table if not exists ${contract.table} (load_id integer not null, source_row bigint not null, ${columns.join(", ")})`;
  });
  if (creates.length > 0) await warehouse.run(creates.join(";\n"));
  // Of loaders of one table each may have columns that the others lack.
  const held = creates.length > 0 ? await typesByTable(warehouse) : before;
  for (const contract of contracts) {
    for (const table of tablesOf(contract)) {
      const types = held.get(table);
      if (types) await addNewColumns(warehouse, contract, table, types);
    }
  }
}

/** The types of columns by table and name; asked once, since each question looks at all tables. */
async function typesByTable(warehouse: Warehouse): Promise<Map<string, Map<string, string>>> {
  const rows = await warehouse.rows<{ table: string; name: string; type: string }>(
    `select table_name as "table", column_name as name, data_type as type
    from duckdb_columns() where not internal and schema_name = 'main'`,
  );
  const types = new Map<string, Map<string, string>>();
  for (const { table, name, type } of rows) {
    types.set(table, (types.get(table) ?? new Map<string, string>()).set(name, type));
  }
  return types;
}

/** The tables that have the columns of a loader. */
const tablesOf = (contract: Contract): string[] =>
  [contract.table, supersededTable(contract)].filter((table) => table !== null);

async function addNewColumns(
  warehouse: Warehouse,
  contract: Contract,
  table: string,
  types: ReadonlyMap<string, string>,
) {
  for (const { name, type } of storedColumns(contract)) {
    const before = types.get(name);
    if (before === undefined) {
      await warehouse.run(`alter table ${table} add column ${identifierSql(name)} ${type}`);
    } else if (contract.hasCodesAsEnums && before.startsWith("ENUM(")) {
      // Codes that it holds are kept.
      const codes = new Set([...codesOf(before), ...codesOf(type)]);
      if (codes.size === codesOf(before).length) continue;
      await warehouse.run(
        `alter table ${table} alter column ${identifierSql(name)} set data type ${enumSql([...codes])}`,
      );
    }
  }
}

const codesOf = (type: string): string[] =>
  [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, code]) => code!.replaceAll("''", "'"));

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
  await insertUnread(warehouse, load_id, file);
  await recordWhose(warehouse, file, load_id);
  await insertLedgerLine(warehouse, file, load_id, digests);
  return load_id;
}

/** Rows `earlier` that have the key of one of the good rows. */
export function sameKey(contract: Contract, good: string): string {
  // Null is a value like another in a key, such as the region of a national row.
  const same = contract.key
    .map(
      (column) =>
        `earlier.${identifierSql(column)} is not distinct from good.${identifierSql(column)}`,
    )
    .join(" and ");
  return `semi join (${good}) as good on ${same}`;
}

const insertUnread = (warehouse: Warehouse, loadId: number, { unread }: StagedFile) =>
  insertRows(
    warehouse,
    "refused_cells",
    unread.map(({ row, cell, column, value, message }) => ({
      load_id: loadId,
      row,
      cell,
      column,
      value,
      message,
    })),
  );

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
