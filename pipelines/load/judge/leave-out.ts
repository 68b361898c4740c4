import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { identifierSql, quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Recognised } from "../recognise/recognised.ts";
import { isAnyoneKeptOut, markOf, markSql } from "./forgotten.ts";
import type { PseudonymKey } from "./pseudonym.ts";
import type { Refusal } from "./refusals.ts";
import { parents, pseudonymColumns, recordColumn } from "./return-records.ts";
import type { Staging } from "./stage.ts";

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Puts the rows of a staged file that are about a child forgotten out of scope: they are counted,
 * and neither loaded nor refused, and their pounds are in no column of the ledger. Of a return, the
 * records below such a child go with it, if the files above were staged before.
 */
export async function leaveOut(
  warehouse: Warehouse,
  { contract, given = {} }: Recognised,
  { staged }: Staging,
  key: PseudonymKey,
): Promise<void> {
  if (!contract.isChildLevel || !(await isAnyoneKeptOut(warehouse))) return;
  await warehouse.run(
    "create temp table if not exists left_out (module varchar, whose varchar, record varchar)",
  );
  const whose = quote(Object.values(given).join("|"));
  const conditions = [
    ...pseudonymColumns(contract).map((column) => {
      const child = identifierSql(column);
      return `${child} in (
        select child from (select distinct ${child} as child from ${staged} where ${child} is not null)
        where ${markSql(key, "child")} in (from kept_out))`;
    }),
    ...parents(contract).map(
      ({ column, module }) =>
        `${identifierSql(column)} in (select record from left_out where module = ${quote(module)} and whose = ${whose})`,
    ),
  ];
  if (conditions.length === 0) return;
  await warehouse.run(`
    create or replace temp table leaving as select rowid as slot from ${staged} where ${conditions.join(" or ")};
    update ${staged} set is_in_scope = false, is_refused = false${withoutPounds(contract)}
    where rowid in (from leaving);`);
  const record = recordColumn(contract);
  if (record) {
    await warehouse.run(`
      insert into left_out select ${quote(contract.part!.module)}, ${whose}, ${identifierSql(record)}
      from ${staged} where rowid in (from leaving)`);
  }
  await warehouse.run("drop table leaving");
}

const withoutPounds = ({ amount }: Contract): string =>
  amount ? `, ${identifierSql(amount)} = null` : "";

/** Refusals without the rows of children forgotten whose number was not one that could be read. */
export async function withoutForgotten(
  warehouse: Warehouse,
  { isChildLevel }: Contract,
  refusals: readonly Refusal[],
  key: PseudonymKey,
): Promise<Refusal[]> {
  if (!isChildLevel || refusals.length === 0 || !(await isAnyoneKeptOut(warehouse)))
    return [...refusals];
  const marks = new Set(
    (await warehouse.rows<{ mark: string }>("select mark from kept_out")).map(({ mark }) => mark),
  );
  return refusals.map((refusal) =>
    refusal.raw?.match(UUID)?.some((child) => marks.has(markOf(key, child)))
      ? { ...refusal, raw: null }
      : refusal,
  );
}

/** Record numbers mean nothing from one load to the next. */
export const forgetLeftOut = (warehouse: Warehouse): Promise<void> =>
  warehouse.run("drop table if exists left_out");

/** Files in the order in which a return's records stand below each other. */
export function parentsFirst(recognised: readonly Recognised[], known: readonly Contract[]) {
  const rank = new Map(known.map(({ table }, i) => [table, i]));
  const place = ({ contract }: Recognised) => (contract.part ? rank.get(contract.table)! : -1);
  return [...recognised].sort((a, b) => place(a) - place(b));
}
