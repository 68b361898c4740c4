import { basename } from "node:path";
import { callError } from "../warehouse/errors.ts";
import { identifierSql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A line of the ledger, as far as a correction needs it. */
export interface Load {
  load_id: number;
  loader: string;
  file: string;
  source_table: string;
  loaded_at: string;
  /** When it was taken back; null while it stands. */
  unloaded_at: string | null;
}

/** A load to be corrected, with how many of its rows are held of each authority before it is. */
export interface Target extends Load {
  held: Map<string, number>;
}

export const LOADS =
  "select load_id, loader, file, source_table, loaded_at, unloaded_at from loads";

/**
 * Finds what is to be corrected: the load, and for a return of several files those loaded with it.
 *
 * @throws VsendError when there is no such load, or several, or it is of published figures.
 */
export async function findTargets(warehouse: Warehouse, corrects: string): Promise<Target[]> {
  const loads = await warehouse.rows<Load>(`${LOADS} where unloaded_at is null order by load_id`);
  const load = oneOf(loads, corrects, "after --corrects");
  const { isOfChildren } = await warehouse.one<{ isOfChildren: boolean }>(
    `select exists (select 1 from load_authorities where load_id = ${load.load_id}) as "isOfChildren"`,
  );
  if (!isOfChildren) throw notCorrectable(load);
  const targets = loads.filter(
    ({ load_id, loader, loaded_at }) =>
      load_id === load.load_id ||
      (load.loader === "sen2" && loader === "sen2" && loaded_at === load.loaded_at),
  );
  return Promise.all(
    targets.map(async (target) => ({ ...target, held: await rowsHeld(warehouse, target) })),
  );
}

/** A load by its number, or by the name of its file. @throws VsendError for none, and for several. */
export async function findLoad(warehouse: Warehouse, which: string): Promise<Load> {
  return oneOf(await warehouse.rows<Load>(`${LOADS} order by load_id`), which);
}

function oneOf(loads: readonly Load[], which: string, where = ""): Load {
  const standing = loads.filter(({ unloaded_at }) => unloaded_at === null);
  const load = isNumber(which)
    ? loads.find(({ load_id }) => load_id === Number(which))
    : (oneNamed(standing, which) ?? oneNamed(loads, which));
  if (!load) throw noSuchLoad(loads, which, where);
  return load;
}

const isNumber = (text: string) => /^[0-9]{1,9}$/.test(text);

function oneNamed(loads: readonly Load[], name: string): Load | undefined {
  const exact = loads.filter(({ file }) => file === name);
  const named =
    exact.length > 0 ? exact : loads.filter(({ file }) => basename(file) === basename(name));
  const files = new Set(named.map(({ file, source_table }) => `${file} ${source_table}`));
  if (files.size > 1) {
    throw callError({
      expected: "the name of one file that was loaded",
      came: `"${name}", which names several`,
      details: named.slice(-10).map(({ load_id, file }) => `load ${load_id}: ${file}`),
      todo: "give the number of the load instead, such as 3",
    });
  }
  return named.at(-1);
}

const noSuchLoad = (loads: readonly Load[], corrects: string, where: string) =>
  callError({
    expected: ["the number of a load, or the name of a file as the ledger has it", where]
      .filter(Boolean)
      .join(", "),
    came: `"${corrects}", which is neither`,
    details: loads.slice(-10).map(({ load_id, file }) => `load ${load_id}: ${file}`),
    todo: "take the number from the return's list of faults, or from `vsend query 'from loads'`",
  });

const notCorrectable = ({ load_id, file }: Load) =>
  callError({
    expected: "a load of an authority's own extracts",
    came: `load ${load_id}, of which no authority is known: published figures, or a load made before authorities were kept`,
    where: file,
    todo: "load the newer file without --corrects; its rows supersede the earlier ones",
  });

/** Rows of a load that the warehouse still holds, by authority. */
export async function rowsHeld(warehouse: Warehouse, { load_id, source_table }: Load) {
  const rows = await warehouse.rows<{ authority_code: string; n: number }>(
    `select authority_code, count(*) as n from ${identifierSql(source_table)} where load_id = ${load_id} group by 1`,
  );
  return new Map(rows.map(({ authority_code, n }) => [authority_code, n]));
}

/** Refused rows of what is to be corrected: a file of those rows alone may have as many again. */
export async function refusedBefore(
  warehouse: Warehouse,
  targets: readonly Target[],
): Promise<number> {
  if (targets.length === 0) return 0;
  const { most } = await warehouse.one<{ most: number }>(`
    select max(rows_rejected) as most from loads
    where list_contains([${targets.map(({ load_id }) => load_id).join(", ")}], load_id)`);
  return most;
}
