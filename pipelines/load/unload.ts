import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { findLoad, LOADS, type Load } from "../suppliers/correction-target.ts";
import { callError, dataError } from "../warehouse/errors.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { openLedgerLines } from "./commit/ledger.ts";
import { prepare } from "./commit/prepare.ts";
import { bringBack, standingSuperseded } from "./commit/superseded.ts";

/** Why a load is taken back, and who does so. */
export interface Unloading {
  reason: string;
  signedBy: string;
}

/** What became of one load that was taken back. */
export interface Unloaded {
  load_id: number;
  loader: string;
  file: string;
  /** Rows of it that were held, or that a later load had superseded. */
  rows_taken_back: number;
  /** Rows of earlier loads that it had superseded, and that stand again. */
  rows_brought_back: number;
  /** The file of the earlier export of a return that it had replaced, to be loaded again; null where there is none. */
  load_again: string | null;
}

/**
 * Takes a load back: its rows and refusals go, and what it had superseded stands again. Its line
 * stays in the ledger, with every row that was loaded counted as superseded, and so closes. Files of
 * a return that were loaded together go together; of them nothing comes back, since an export
 * replaces another whole: the earlier one is loaded again. All of it happens, or nothing.
 *
 * @param which Number of the load, or name of its file as the ledger has it.
 * @throws VsendError when there is no such load, when it was taken back before, and when its loader
 * is no longer known.
 */
export async function unload(
  warehouse: Warehouse,
  which: string,
  { reason, signedBy }: Unloading,
  instruments: readonly Instrument[],
): Promise<Unloaded[]> {
  await prepare(warehouse, instruments);
  const known = contracts(instruments);
  const load = await findLoad(warehouse, which);
  const loads = await withItsReturn(warehouse, load, known);
  return warehouse.transaction(async () => {
    const unloaded: Unloaded[] = [];
    for (const one of loads) {
      const contract = contractOf(one, known);
      const again = contract.part ? await replacedExport(warehouse, one) : null;
      const taken = await takeBack(warehouse, one, contract);
      const brought = await bringBack(warehouse, contract, one.load_id);
      await warehouse.run(
        sql`insert into unloads values (${one.load_id}, now()::timestamp, ${reason}, ${signedBy}, ${taken}, ${brought})`,
      );
      const { load_id, loader, file } = one;
      unloaded.push({
        load_id,
        loader,
        file,
        rows_taken_back: taken,
        rows_brought_back: brought,
        load_again: again,
      });
    }
    const open = await openLedgerLines(warehouse);
    if (open.length > 0) {
      throw new Error(`the ledger does not close: ${open.map(({ file }) => file).join(", ")}`);
    }
    return unloaded;
  });
}

/** The file of the last export of the same authority before a load, where that load took its place. */
async function replacedExport(
  warehouse: Warehouse,
  { load_id, source_table }: Load,
): Promise<string | null> {
  const ofSame = sql`select authority_code from load_authorities where load_id = ${load_id}`;
  const [last] = await warehouse.rows<{ file: string }>(sql`
    select file from loads
    where source_table = ${source_table} and load_id < ${load_id} and unloaded_at is null
      and rows_loaded = 0 and rows_superseded > 0
      and load_id in (select load_id from load_authorities where authority_code in (${ofSame}))
    order by load_id desc limit 1`);
  return last?.file ?? null;
}

/** A load, the latest first, with those of the same call where it is a file of a return. */
async function withItsReturn(
  warehouse: Warehouse,
  load: Load,
  known: readonly Contract[],
): Promise<Load[]> {
  if (load.unloaded_at !== null) {
    throw callError({
      expected: "a load that stands",
      came: `load ${load.load_id}, which was taken back on ${load.unloaded_at.slice(0, 10)}`,
      where: load.file,
      todo: "load the file again if it is wanted after all; nothing was changed",
    });
  }
  if (!contractOf(load, known).part) return [load];
  return warehouse.rows<Load>(sql`
    ${sql.raw(LOADS)}
    where loader = ${load.loader} and loaded_at = ${load.loaded_at}::timestamp and unloaded_at is null
    order by load_id desc`);
}

function contractOf({ load_id, source_table, file }: Load, known: readonly Contract[]): Contract {
  const contract = known.find(({ table }) => table === source_table);
  if (contract) return contract;
  throw dataError({
    expected: `the loader that load ${load_id} was made with`,
    came: "none of that table: its instrument or loader is no longer there",
    where: file,
    todo: "put the instrument's file back, or name its folder with --instruments; nothing was changed",
  });
}

/** @returns how many rows of the load went. */
async function takeBack(
  warehouse: Warehouse,
  { load_id }: Load,
  contract: Contract,
): Promise<number> {
  const kept = await standingSuperseded(warehouse, contract);
  const tables = [contract.table, ...(kept === null ? [] : [kept])];
  let taken = 0;
  for (const table of tables) {
    const { n } = await warehouse.one<{ n: number }>(
      sql`select count(*) as n from ${sql.id(table)} where load_id = ${load_id}`,
    );
    taken += n;
    if (n > 0) {
      await warehouse.run(sql`delete from ${sql.id(table)} where load_id = ${load_id}`);
    }
  }
  await warehouse.run(sql`
    delete from rejected_rows where load_id = ${load_id};
    delete from refused_cells where load_id = ${load_id};
    delete from load_authorities where load_id = ${load_id};
    update loads set unloaded_at = now()::timestamp, as_of = null,
      rows_superseded = rows_superseded + rows_loaded, rows_loaded = 0,
      amount_superseded = amount_superseded + amount_loaded,
      amount_loaded = if(amount_loaded is null, null, 0)
    where load_id = ${load_id}`);
  return taken;
}
