import type { Contract } from "../../loaders/contract/define-loader.ts";
import { dataError } from "../errors.ts";
import { rule } from "../rules.ts";
import type { Warehouse } from "../warehouse.ts";
import { shortName } from "./files.ts";
import type { PseudonymKey } from "./pseudonym.ts";
import type { Recognised } from "./recognise.ts";
import { type BrokenRow, brokenRefusals, brokenRows, explainRefusals, type Refusal } from "./refusals.ts";
import { stage, storedColumns } from "./stage.ts";
import { endsMidRow } from "./truncation.ts";
import { identifierSql, quote } from "./verdict.ts";

const MOST_SHOWN = 10;
const MOST_EXPLAINED = 200_000;

/**
 * Loads one recognised file. To be called within a transaction: on any error nothing of the file
 * may stay.
 *
 * @returns the number of the load.
 * @throws VsendError when the file is cut short or has more refused rows than its loader allows.
 */
export async function loadFile(
  warehouse: Warehouse,
  recognised: Recognised,
  sha256: string,
  key: PseudonymKey,
): Promise<number> {
  const { file, contract } = recognised;
  const name = shortName(file);
  await createTable(warehouse, contract);
  await stage(warehouse, recognised, key);
  const broken = await brokenRows(warehouse);
  refuseIfCutShort(name, broken, await endsMidRow(file.path));
  await numberRows(warehouse, broken);
  await markRepeats(warehouse, contract);

  const { staged, refused } = await warehouse.one<{ staged: number; refused: number }>(`
    select (select count(*) from staged) as staged, (select count(*) from refused_rows) as refused`);
  const conflicts = await conflictRefusals(warehouse, contract);
  const conflictRows = new Set(conflicts.map(({ row }) => row)).size;
  const read = staged + broken.length;
  const rejected = refused + broken.length + conflictRows;
  const most = contract.mostRefusedShare ?? rule("most_refused_share");
  const isTooMany = rejected > most * read;
  const explained = await explainRefusals(
    warehouse,
    recognised,
    key,
    isTooMany ? MOST_SHOWN : MOST_EXPLAINED,
  );
  const refusals = [...brokenRefusals(broken), ...explained, ...conflicts];
  if (isTooMany) throw tooMany(name, rejected, read, most, refusals);
  if (read === 0) {
    throw dataError({
      expected: "rows below the header",
      came: "a file without any",
      where: name,
      todo: "ask the supplier for the file with its rows, and load again",
    });
  }

  const { load_id } = await warehouse.one<{ load_id: number }>(
    "select coalesce(max(load_id), 0) + 1 as load_id from loads",
  );
  await supersedeEarlier(warehouse, contract);
  await insertRows(warehouse, contract, load_id);
  await insertRefusals(warehouse, load_id, refusals);
  await insertLedgerLine(warehouse, recognised, { load_id, sha256, name, read, rejected });
  return load_id;
}

/** Makes the table of a loader where it is not there yet. */
export async function createTable(warehouse: Warehouse, contract: Contract) {
  const columns = storedColumns(contract).map(({ name, type }) => `${identifierSql(name)} ${type}`);
  await warehouse.run(
    `create table if not exists ${contract.table} (load_id integer not null, source_row bigint not null, ${columns.join(", ")})`,
  );
}

/** Gives each staged row its number in the file, and lists the refused ones in `refused_rows`. */
async function numberRows(warehouse: Warehouse, broken: readonly BrokenRow[]) {
  const shifts = broken.map(({ row }, i) => `(${row - 1 - i}, ${i + 1})`);
  await warehouse.run(`
    create or replace temp table shifts (slot bigint, shift bigint);
    ${shifts.length ? `insert into shifts values ${shifts.join(", ")};` : ""}
    create or replace temp table refused_rows as
    select slot, slot + 1 + coalesce(shift, 0) as source_row
    from (select rowid as slot from staged where is_refused) asof left join shifts using (slot)`);
}

/** Lists in `repeats` the good rows whose key stands more than once: spare copies, and conflicts. */
async function markRepeats(warehouse: Warehouse, contract: Contract) {
  const key = contract.key.map(identifierSql).join(", ");
  const content = storedColumns(contract)
    .map(({ name }) => identifierSql(name))
    .join(", ");
  await warehouse.run(`
    create or replace temp table repeats as
    with repeated as (
      select ${key} from staged where is_in_scope and not is_refused
      group by ${key} having count(*) > 1
    ), copies as (
      select staged.rowid as slot, row_number() over (partition by ${key} order by staged.rowid) as copy,
        count(distinct row(${content})) over (partition by ${key}) > 1 as is_conflict
      from staged semi join repeated using (${key}) where is_in_scope and not is_refused
    )
    select slot, slot + 1 + coalesce(shift, 0) as source_row, is_conflict
    from (select * from copies where is_conflict or copy > 1) asof left join shifts using (slot)`);
}

async function conflictRefusals(warehouse: Warehouse, contract: Contract): Promise<Refusal[]> {
  const rows = await warehouse.rows<{ source_row: number }>(
    "select source_row from repeats where is_conflict order by source_row",
  );
  return rows.map(({ source_row }) => ({
    row: source_row,
    column: contract.key.join(" + "),
    value: null,
    rule: contract.grain,
    message: "stands more than once, with different contents",
    raw: null,
  }));
}

/** Takes out rows of earlier loads that this file gives again, and moves them in their ledger lines. */
async function supersedeEarlier(warehouse: Warehouse, contract: Contract) {
  const key = contract.key.map(identifierSql).join(", ");
  const amount = contract.amount ? `sum(${identifierSql(contract.amount)})` : "null";
  await warehouse.run(`
    create or replace temp table gone as
    select rowid as slot, load_id, ${contract.amount ? identifierSql(contract.amount) : "null::decimal(16, 2)"} as amount
    from ${contract.table} semi join (
      select ${key} from staged
      where is_in_scope and not is_refused and rowid not in (select slot from repeats)
    ) using (${key});
    update loads set
      rows_loaded = rows_loaded - moved.n, rows_superseded = rows_superseded + moved.n,
      amount_loaded = amount_loaded - moved.pounds, amount_superseded = amount_superseded + moved.pounds
    from (select load_id, count(*) as n, ${amount === "null" ? "null::decimal(18, 2)" : "sum(amount)"} as pounds from gone group by load_id) as moved
    where loads.load_id = moved.load_id;
    delete from ${contract.table} where rowid in (select slot from gone)`);
}

async function insertRows(warehouse: Warehouse, contract: Contract, loadId: number) {
  const names = storedColumns(contract).map(({ name }) => identifierSql(name));
  const { shifted } = await warehouse.one<{ shifted: number }>("select count(*) as shifted from shifts");
  const { repeated } = await warehouse.one<{ repeated: number }>("select count(*) as repeated from repeats");
  await warehouse.run(`
    insert into ${contract.table} (load_id, source_row, ${names.join(", ")})
    select ${loadId}, slot + 1${shifted ? " + coalesce(shift, 0)" : ""}, ${names.join(", ")}
    from (select rowid as slot, * from staged where is_in_scope and not is_refused) ${shifted ? "asof left join shifts using (slot)" : ""}
    ${repeated ? "where slot not in (select slot from repeats)" : ""}`);
}

async function insertRefusals(warehouse: Warehouse, loadId: number, refusals: readonly Refusal[]) {
  const text = (value: string | null) => (value === null ? "null" : quote(value));
  for (let from = 0; from < refusals.length; from += 1000) {
    const values = refusals
      .slice(from, from + 1000)
      .map(
        ({ row, column, value, rule: ruled, message, raw }) =>
          `(${loadId}, ${row}, ${quote(column)}, ${text(value)}, ${quote(ruled)}, ${quote(message)}, ${text(raw)})`,
      );
    await warehouse.run(`insert into rejected_rows values ${values.join(", ")}`);
  }
}

interface Line {
  load_id: number;
  sha256: string;
  name: string;
  read: number;
  rejected: number;
}

async function insertLedgerLine(
  warehouse: Warehouse,
  { contract }: Recognised,
  { load_id, sha256, name, read, rejected }: Line,
) {
  const pounds = (condition: string) =>
    contract.amount
      ? `(select coalesce(sum(${identifierSql(contract.amount)}), 0) from staged where ${condition})`
      : "null";
  const good = "is_in_scope and not is_refused";
  const repeat = (isConflict: boolean) =>
    `rowid in (select slot from repeats where ${isConflict ? "" : "not "}is_conflict)`;
  await warehouse.run(`
    insert into loads
    select ${load_id}, ${quote(contract.name)}, ${quote(name)}, ${quote(sha256)}, ${quote(contract.table)},
      ${read},
      (select count(*) from ${contract.table} where load_id = ${load_id}),
      ${rejected},
      (select count(*) from repeats where not is_conflict),
      (select count(*) from staged where not is_in_scope),
      ${pounds("true")},
      ${contract.amount ? `(select coalesce(sum(${identifierSql(contract.amount)}), 0) from ${contract.table} where load_id = ${load_id})` : "null"},
      ${pounds(`is_in_scope and (is_refused or ${repeat(true)})`)},
      ${pounds(`${good} and ${repeat(false)}`)},
      ${pounds("not is_in_scope")},
      now()::timestamp,
      ${contract.asOf ? `(select max(${contract.asOf}) from ${contract.table} where load_id = ${load_id})` : "null"}`);
}

function refuseIfCutShort(name: string, broken: readonly BrokenRow[], endsMid: boolean) {
  const swallowed = broken.find(({ kind, text }) => kind === "UNQUOTED VALUE" && text.trim().includes("\n"));
  if (swallowed) {
    throw dataError({
      expected: "every quotation mark to be closed",
      came: "one that is never closed, so that the rows after it cannot be told apart",
      where: `${name}, row ${swallowed.row}`,
      todo: "close or double the quotation mark in that row, and load again; nothing was loaded",
    });
  }
  const last = broken.at(-1);
  if (last && endsMid && (last.kind === "MISSING COLUMNS" || last.kind === "UNQUOTED VALUE")) {
    throw dataError({
      expected: "a file that ends with a whole row",
      came: "one that stops in the middle of a row, so it is probably cut short",
      where: `${name}, row ${last.row}`,
      todo: "export or copy the file again, and load again; nothing was loaded",
    });
  }
}

function tooMany(
  name: string,
  rejected: number,
  read: number,
  most: number,
  refusals: readonly Refusal[],
) {
  return dataError({
    expected: `at most ${(most * 100).toFixed(0)} per cent of rows to be refused`,
    came: `${rejected} of ${read} refused`,
    where: name,
    details: refusals
      .slice(0, MOST_SHOWN)
      .map(({ row, column, value, message }) => `row ${row}: ${column} ${value ?? ""} ${message}`),
    todo: "correct the column or ask the supplier to, and load again; nothing was loaded",
  });
}
