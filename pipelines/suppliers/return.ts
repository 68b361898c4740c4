import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { orDiskFull } from "../load/read/disk-full.ts";
import { callError } from "../warehouse/errors.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { loadsOf, openFaults } from "./open-faults.ts";
import { sheetsOf } from "./workbook.ts";

/** One workbook that was written. */
export interface Returned {
  /** Null for rows that tell no authority, in files of several. */
  authority: string | null;
  workbook: string;
  faults: number;
  rows: number;
  files: number;
}

export interface ReturnReport {
  written: Returned[];
  /** The authority asked for, where it has nothing to correct. */
  nothingFor: string | null;
  /** Refused rows that tell no authority and are not in these workbooks. */
  untold_rows: number;
  /**
   * Refused rows of published figures, which have no supplier among the authorities, and of loads
   * made before it was kept whose rows were refused.
   */
  left_out_rows: number;
}

/**
 * Writes a workbook of open faults for one authority, or one for each authority that has any and
 * one for the rows that tell none.
 *
 * @throws VsendError for an authority of which nothing was ever loaded.
 */
export async function returnFaults(
  warehouse: Warehouse,
  folder: string,
  authority: string | null,
  task: Task,
): Promise<ReturnReport> {
  const faults = await openFaults(warehouse);
  if (authority !== null) await refuseUnknown(warehouse, authority);
  const told = [...new Set(faults.map(({ authority_code }) => authority_code))].sort();
  const wanted = authority === null ? told : told.filter((code) => code === authority);
  const written: Returned[] = [];
  if (wanted.length > 0) await roomIn(folder, () => mkdir(folder, { recursive: true }));
  for (const code of wanted) {
    task.report(code ?? "rows that tell no authority");
    const own = faults.filter(({ authority_code }) => authority_code === code);
    const workbook = join(folder, `faults-${code ?? "of-no-authority"}.xlsx`);
    const loads = await loadsOf(warehouse, code);
    await roomIn(folder, () => write(workbook, { authority: code, faults: own, loads }));
    written.push({
      authority: code,
      workbook,
      faults: own.length,
      rows: countRows(own),
      files: new Set(own.map(({ load_id }) => load_id)).size,
    });
  }
  return {
    written,
    nothingFor: authority !== null && written.length === 0 ? authority : null,
    untold_rows: wanted.includes(null)
      ? 0
      : countRows(faults.filter(({ authority_code }) => authority_code === null)),
    left_out_rows: await leftOutRows(warehouse),
  };
}

const countRows = (faults: readonly { load_id: number; row: number }[]): number =>
  new Set(faults.map(({ load_id, row }) => `${load_id} ${row}`)).size;

/** Written aside and then named, so that a crash leaves no half workbook. */
async function write(path: string, pack: Parameters<typeof sheetsOf>[0]) {
  // The writer takes a while to read; no other verb needs it.
  const { default: writeExcelFile } = await import("write-excel-file/node");
  const aside = `${path}.${process.pid}`;
  const bytes = await writeExcelFile(sheetsOf(pack)).toBuffer();
  try {
    await writeFile(aside, bytes);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** Work that writes into a folder, whose full disk is told in words. */
async function roomIn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw orDiskFull(error, {
      holds: "the workbooks",
      where: folder,
      todo: "make room, or name another folder with --out, and write them again; those written before are whole",
    });
  }
}

async function leftOutRows(warehouse: Warehouse): Promise<number> {
  const { n } = await warehouse.one<{ n: number }>(`
    select coalesce(sum(rows_rejected), 0)::bigint as n from loads
    where load_id not in (select load_id from load_authorities)`);
  return n;
}

async function refuseUnknown(warehouse: Warehouse, authority: string) {
  const known = await warehouse.rows<{ authority_code: string }>(
    "select distinct authority_code from load_authorities where authority_code is not null order by 1",
  );
  const codes = known.map(({ authority_code }) => authority_code);
  if (codes.includes(authority)) return;
  throw callError({
    expected: "the ONS code of an authority whose extracts were loaded",
    came: `"${authority}"`,
    where: warehouse.file,
    details:
      codes.length > 0 ? [`loaded: ${codes.join(", ")}`] : ["no authority's extracts are loaded"],
    todo: "correct the code after --authority, or leave it out for a workbook for each authority",
  });
}
