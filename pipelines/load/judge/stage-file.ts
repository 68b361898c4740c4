import type { Contract, RowRule } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { rule } from "../../warehouse/rules.ts";
import { identifierSql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { shortName } from "../read/formats/candidate.ts";
import { cellOf } from "../read/formats/origin.ts";
import type { Origin, Plain } from "../read/formats/table.ts";
import { endsMidRow } from "../read/truncation.ts";
import { empty } from "../recognise/nearly-known.ts";
import type { Recognised } from "../recognise/recognised.ts";
import { restNotes, type UnreadCell, unreadCells } from "../recognise/unnamed-columns.ts";
import { refuseOtherDayOrder } from "./day-order.ts";
import { impersonal, ledgerName } from "./file-name.ts";
import { leaveOut, withoutForgotten } from "./leave-out.ts";
import { holdNamesToCodes } from "./named-areas.ts";
import type { PseudonymKey } from "./pseudonym.ts";
import {
  type BrokenRow,
  brokenRefusals,
  brokenRows,
  explainRefusals,
  type Refusal,
  suppliersName,
} from "./refusals.ts";
import { type Staging, stage, stagingOf, storedColumns } from "./stage.ts";
import { SUGGESTIONS } from "./suggestion.ts";
import { unheadedNotes } from "./unheaded.ts";

const UNREAD = "is neither a number nor a known symbol, and was left out of its row";
const MOST_SHOWN = 10;
const MOST_EXPLAINED = 200_000;

/** Refused rows that are let pass: so many, and so large a share. */
export interface Allowed {
  rows: number;
  share: number;
}

/** A file read and judged, not yet in the warehouse. */
export interface StagedFile {
  recognised: Recognised;
  /** What was made of its rows, beyond what was concluded about how it is written. */
  notes: readonly string[];
  origin: Origin;
  /** What the ledger calls it. */
  name: string;
  staging: Staging;
  rowsRead: number;
  rowsRejected: number;
  refusals: Refusal[];
  /** Cells of published figures that are left out of rows that are loaded, and codes put right. */
  unread: (Pick<UnreadCell, "row" | "column" | "value"> & {
    cell: string | null;
    message: string;
  })[];
}

/**
 * Reads a recognised file into temporary tables and judges every row. Not to be called within a
 * transaction (see `stage`).
 *
 * @param allowed Refused rows that are let pass whatever their share, and a larger share than is usual.
 * @throws VsendError when the file is cut short, is empty, or has more refused rows
 * than its loader allows, and when its days are written in another order than they are read in.
 */
export async function stageFile(
  warehouse: Warehouse,
  recognised: Recognised,
  { origin, notes }: Pick<Plain, "origin" | "notes">,
  key: PseudonymKey,
  nth: number,
  allowed: Allowed = { rows: 0, share: 0 },
): Promise<StagedFile> {
  const { file, contract } = recognised;
  const name = shortName(file);
  const staging = stagingOf(nth);
  await stage(warehouse, recognised, key, staging);
  await leaveOut(warehouse, recognised, staging, key);
  const named = await holdNamesToCodes(warehouse, contract, staging);
  const broken = await brokenRows(warehouse, recognised);
  const endsMid = await endsMidRow(file.path);
  refuseIfCutShort(name, broken, endsMid);
  await numberRows(warehouse, staging, broken);
  const summed = await sumRepeats(warehouse, recognised, staging);
  await markRepeats(warehouse, contract, staging, isNumbered(recognised));

  const { staged, refused, last, rounded } = await warehouse.one<{
    staged: number;
    rounded: number;
    refused: number;
    last: number | null;
  }>(`
    select (select count(*) from ${staging.staged}) as staged, count(*) as refused, max(source_row) as last,
      (select count(*) from ${staging.staged} where is_rounded and is_in_scope and not is_refused) as rounded
    from ${staging.refused}`);
  if (refused > 0) await refuseOtherDayOrder(warehouse, recognised, name);
  const conflicts = await conflictRefusals(warehouse, recognised, origin, staging);
  const rowsRead = staged + broken.length;
  if (rowsRead === 0 && !contract.part) throw empty(name);
  if (endsMid && rowsRead > 0 && last === rowsRead) throw cutShort(name, rowsRead);
  const rowsRejected = refused + broken.length + conflicts.length;
  const most = Math.max(contract.mostRefusedShare ?? rule("most_refused_share"), allowed.share);
  // A share says nothing of a few rows: so many may be refused where most of the rows are good.
  const spared = Math.min(rule("refused_rows_spared"), Math.ceil(rowsRead / 2) - 1);
  const isTooMany = rowsRejected > Math.max(most * rowsRead, spared, allowed.rows);
  const explained = refused
    ? await explainRefusals(
        warehouse,
        { ...recognised, contract: withRules(contract, named.rules) },
        origin,
        key,
        staging,
        isTooMany ? MOST_SHOWN : MOST_EXPLAINED,
      )
    : [];
  const refusals = await withoutForgotten(
    warehouse,
    contract,
    [...brokenRefusals(broken, origin), ...explained, ...conflicts],
    key,
  );
  if (isTooMany) throw tooMany(name, rowsRejected, rowsRead, most, refusals, notes);
  const sheet =
    contract.isChildLevel && origin.sheet ? impersonal(origin.sheet, contract) : origin.sheet;
  return {
    recognised,
    notes: [
      ...(recognised.notes ?? []),
      ...(recognised.rest ? restNotes(recognised.rest) : []),
      ...named.notes,
      ...(rounded > 0
        ? [`gave ${rounded} rows with amounts of more than two decimals, read to the penny`]
        : []),
      ...(summed > 0
        ? [`gave ${summed} rows that its mapping adds to others of the same key`]
        : []),
      // What stands beside the table of a sheet was told as it was read.
      ...(origin.sheet === null && !contract.sheet
        ? await unheadedNotes(warehouse, recognised)
        : []),
    ],
    origin: { ...origin, sheet },
    name: ledgerName(file, contract),
    staging,
    rowsRead,
    rowsRejected,
    refusals,
    unread: [
      ...(recognised.rest ? await unreadCells(warehouse, recognised) : []).map((one) => ({
        ...one,
        message: UNREAD,
      })),
      ...named.taken.map(({ slot, ...one }) => ({
        ...one,
        row: slot + 1,
        position: recognised.positions[one.column],
      })),
    ].map((one) => ({ ...one, cell: cellOf(origin, one.row, one.position) })),
  };
}

// `using` would take the slot of the right side, so the condition is written out.
const withShifts = (rows: string, { shifts }: Staging) =>
  `asof left join ${shifts} as shifts on ${rows}.slot >= shifts.slot`;

const withRules = (contract: Contract, rules: readonly RowRule[]): Contract =>
  rules.length > 0 ? { ...contract, rowRules: [...(contract.rowRules ?? []), ...rules] } : contract;

/** SQL for the rows of `staged` that are to be loaded, with `slot`, `source_row` and every column. */
export async function goodRowsSql(
  warehouse: Warehouse,
  contract: Contract,
  staging: Staging,
): Promise<string> {
  const { shifted, repeated } = await warehouse.one<{ shifted: number; repeated: number }>(`
    select (select count(*) from ${staging.shifts}) as shifted, (select count(*) from ${staging.repeats}) as repeated`);
  const names = storedColumns(contract).map(({ name }) => identifierSql(name));
  return `select good.slot + 1${shifted ? " + coalesce(shift, 0)" : ""} as source_row, ${names.join(", ")}
    from (select rowid as slot, * from ${staging.staged} where is_in_scope and not is_refused) as good
    ${shifted ? withShifts("good", staging) : ""}
    ${repeated ? `where good.slot not in (select slot from ${staging.repeats})` : ""}`;
}

async function numberRows(warehouse: Warehouse, staging: Staging, broken: readonly BrokenRow[]) {
  // Broken rows that follow each other shift the same slot: the last of them counts them all.
  const shiftOf = new Map(broken.map(({ row }, i) => [row - 1 - i, i + 1]));
  const shifts = [...shiftOf].map(([slot, shift]) => `(${slot}, ${shift})`);
  await warehouse.run(`
    create or replace temp table ${staging.shifts} (slot bigint, shift bigint);
    ${shifts.length ? `insert into ${staging.shifts} values ${shifts.join(", ")};` : ""}
    create or replace temp table ${staging.refused} as
    select refused.slot, refused.slot + 1 + coalesce(shift, 0) as source_row
    from (select rowid as slot from ${staging.staged} where is_refused) as refused ${withShifts("refused", staging)}`);
}

/** Whether the program gave each row of the file a number of its own, so that no key stands twice. */
const isNumbered = ({ file, contract }: Recognised): boolean =>
  contract.key.includes(file.madeFrom?.numbered[0] ?? "");

/**
 * Adds up rows of one key where the mapping says so: the first has the sum, and the others (`added`)
 * no pounds.
 *
 * @returns how many others there are.
 */
async function sumRepeats(
  warehouse: Warehouse,
  { contract, mapping }: Recognised,
  { staged, added }: Staging,
): Promise<number> {
  await warehouse.run(`create or replace temp table ${added} (slot bigint)`);
  if (!contract.isAdditive || !contract.amount || !mapping?.sums_repeats) return 0;
  const amount = identifierSql(contract.amount);
  const others = storedColumns(contract)
    .map(({ name }) => identifierSql(name))
    .filter((name) => name !== amount)
    .join(", ");
  await warehouse.run(`
    create or replace temp table sums as
    select rowid as slot, min(rowid) over same as first, sum(${amount}) over same as pounds
    from ${staged} where is_in_scope and not is_refused
    window same as (partition by ${others})
    qualify count(*) over same > 1;
    update ${staged} set ${amount} = if(slot = first, pounds, 0) from sums where ${staged}.rowid = slot;
    insert into ${added} select slot from sums where slot <> first;
    drop table sums`);
  return (await warehouse.one<{ n: number }>(`select count(*) as n from ${added}`)).n;
}

/** Rows whose key stands more than once. Digests are counted first: a key is several wide columns. */
async function markRepeats(
  warehouse: Warehouse,
  contract: Contract,
  staging: Staging,
  isOnceEach: boolean,
) {
  const { isAdditive = false, amount } = contract;
  if (isOnceEach) {
    return warehouse.run(
      `create or replace temp table ${staging.repeats} (slot bigint, source_row bigint, is_conflict boolean)`,
    );
  }
  const key = contract.key.map(identifierSql).join(", ");
  const content = storedColumns(contract)
    .map(({ name }) => identifierSql(name))
    .join(", ");
  await warehouse.run(`
    create or replace temp table ${staging.repeats} as
    with good as (
      select rowid as slot, * from ${staging.staged}
      where is_in_scope and not is_refused and rowid not in (select slot from ${staging.added})
    ), suspects as (
      select hash(${key}) as digest from good group by digest having count(*) > 1
    ), copies as (
      select slot, row_number() over (partition by ${key} order by slot) as copy,
        ${isAdditive} or count(distinct row(${content})) over (partition by ${key}) > 1
          ${amount ? `or coalesce(${identifierSql(amount)}, 0) <> 0` : ""} as is_conflict
      from good semi join suspects on hash(${key}) = digest
      -- A key with a blank in it stands twice like another: a window takes two nulls for one value.
      qualify count(*) over (partition by ${key}) > 1
    )
    select spare.slot, spare.slot + 1 + coalesce(shift, 0) as source_row, is_conflict
    from (
      select slot, is_conflict from copies where is_conflict or copy > 1
      union all select slot, false from ${staging.added}
    ) as spare ${withShifts("spare", staging)}`);
}

const conflictMessage = ({ isAdditive, amount }: Contract): string =>
  isAdditive
    ? "stands more than once, and rows of this source add up, so none is taken for a copy: if they are instalments, a mapping with sums_repeats: true adds them"
    : amount
      ? "stands more than once, with different contents or with pounds that would be lost"
      : "stands more than once, with different contents";

async function conflictRefusals(
  warehouse: Warehouse,
  recognised: Recognised,
  origin: Origin,
  { repeats }: Staging,
): Promise<Refusal[]> {
  const { contract } = recognised;
  const rows = await warehouse.rows<{ source_row: number }>(
    `select source_row from ${repeats} where is_conflict order by source_row`,
  );
  return rows.map(({ source_row }) => ({
    row: source_row,
    cell: cellOf(origin, source_row, undefined),
    column: contract.key.join(" + "),
    suppliersColumn: contract.key.map((column) => suppliersName(recognised, column)).join(" + "),
    value: null,
    suggestion: contract.isAdditive ? SUGGESTIONS.addsUp : SUGGESTIONS.conflict,
    rule: contract.grain,
    message: conflictMessage(contract),
    raw: null,
  }));
}

function refuseIfCutShort(name: string, broken: readonly BrokenRow[], endsMid: boolean) {
  const swallowed = broken.find(
    ({ kind, text }) => kind === "UNQUOTED VALUE" && text.trim().includes("\n"),
  );
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
    throw cutShort(name, last.row);
  }
}

const cutShort = (name: string, row: number) =>
  dataError({
    expected: "a file that ends with a whole row",
    came: "one that stops in the middle of a row, so it is probably cut short",
    where: `${name}, row ${row}`,
    todo: "export or copy the file again (or correct its last row and end it with a new line), and load again; nothing was loaded",
  });

const tooMany = (
  name: string,
  rejected: number,
  read: number,
  most: number,
  refusals: readonly Refusal[],
  notes: readonly string[],
) =>
  dataError({
    expected: `at most ${(most * 100).toFixed(0)} per cent of rows to be refused`,
    came: `${rejected} of ${read} refused`,
    where: name,
    details: [
      ...notes.map((note) => `the file ${note}`),
      ...refusals
        .slice(0, MOST_SHOWN)
        .map(
          ({ row, cell, column, value, message }) =>
            `row ${row}: ${column} ${value ?? ""} ${message}${cell ? ` (${cell})` : ""}`,
        ),
    ],
    todo: 'correct the column or ask the supplier to, and load again; to take the other rows all the same, sign for it: --most-refused SHARE --by "who" --reason "why"; nothing was loaded',
  });
