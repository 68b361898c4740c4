import { dataError } from "../warehouse/errors.ts";
import { quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { LOADS, type Load, rowsHeld, type Target } from "./correction-target.ts";

/** A file that is loaded because an earlier one was wrong. */
export interface Correction {
  /** The earlier load: its number, or the name of its file. */
  corrects: string;
  /** Who corrected it, and why; kept in `corrections`. */
  by: string;
  reason: string;
}

/** What a correction did, as told after the load. */
export interface CorrectionLine {
  load_id: number;
  corrects_load_id: number;
  file: string;
  authorities: string[];
  /** Refused rows of the earlier load that were still to be answered, and of the new one. */
  rows_refused_before: number;
  rows_refused_after: number;
  /** Rows of the earlier load that the correction gave again. */
  rows_superseded: number;
  /**
   * Rows that came in and that the earlier load had not brought in, at most those refused before;
   * of a file with no more rows than were refused, every row that came in.
   */
  rows_mended: number;
  /** Refused rows that neither came in nor were refused again. */
  rows_not_returned: number;
  /** Rows of the earlier load that the correction does not give, and which stay. */
  rows_still_held: number;
  is_worse: boolean;
}

const authoritiesOf = async (warehouse: Warehouse, loadId: number): Promise<string[]> =>
  (
    await warehouse.rows<{ authority_code: string }>(
      `select authority_code from load_authorities where load_id = ${loadId} and authority_code is not null order by 1`,
    )
  ).map(({ authority_code }) => authority_code);

/**
 * Writes down what the loads of this call correct. To be called in their transaction, after them:
 * an error takes them back.
 *
 * @throws VsendError when a load is of another source or authority than what it is to correct.
 */
export async function recordCorrections(
  warehouse: Warehouse,
  { by, reason }: Correction,
  targets: readonly Target[],
  ids: readonly number[],
): Promise<CorrectionLine[]> {
  const named = `load ${targets.map(({ load_id }) => load_id).join(", ")} (${targets[0]!.file})`;
  if (ids.length === 0) throw nothingNew(named);
  const loads = await warehouse.rows<Load>(
    `${LOADS} where list_contains([${ids.join(", ")}], load_id) order by load_id`,
  );
  if (loads.length > 1 && loads.some(({ loader }) => loader !== "sen2")) throw severalFiles(loads);
  const lines: CorrectionLine[] = [];
  for (const load of loads) {
    const target = await targetOf(warehouse, load, targets);
    if (target) lines.push(await record(warehouse, load, target, by, reason));
    else if (loads.length === 1) throw anotherSource(load, targets);
  }
  if (lines.length === 0) throw anotherSource(loads[0]!, targets);
  return lines;
}

/** What a load corrects: of a return, the earlier file of the same module that it has replaced. */
async function targetOf(warehouse: Warehouse, load: Load, targets: readonly Target[]) {
  const same = targets.filter(({ source_table }) => source_table === load.source_table);
  if (load.loader !== "sen2") return same[0];
  for (const target of same) {
    const left = await rowsHeld(warehouse, target);
    if (left.size === 0) return target;
  }
  return undefined;
}

async function record(
  warehouse: Warehouse,
  load: Load,
  target: Target,
  by: string,
  reason: string,
): Promise<CorrectionLine> {
  const authorities = await authoritiesOf(warehouse, load.load_id);
  const known = await authoritiesOf(warehouse, target.load_id);
  const strange = authorities.filter((code) => !known.includes(code));
  if (strange.length > 0 || authorities.length === 0) {
    throw anotherAuthority(load, target, authorities, known);
  }
  const isOfAll = known.every((code) => authorities.includes(code));
  const sumOf = (held: ReadonlyMap<string, number>) =>
    authorities.reduce((sum, code) => sum + (held.get(code) ?? 0), 0);
  const list = `[${authorities.map(quote).join(", ")}]`;
  const refused = async (loadId: number, isOfNobodyToo: boolean) =>
    (
      await warehouse.one<{ n: number }>(`
        select coalesce(sum(rows_refused), 0)::bigint as n from load_authorities
        where load_id = ${loadId} and (list_contains(${list}, authority_code)${isOfNobodyToo ? " or authority_code is null" : ""})`)
    ).n;
  // Of what was corrected before, only what that left open is still to be answered.
  const [left] = await warehouse.rows<{ n: number }>(`
    select rows_not_returned + case when exists (
        select 1 from corrections as later where later.corrects_load_id = earlier.load_id)
      then 0 else rows_refused_after end as n
    from corrections as earlier
    where corrects_load_id = ${target.load_id} and list_has_any(authorities, ${list})
    order by load_id desc limit 1`);
  const before = left?.n ?? (await refused(target.load_id, isOfAll));
  const after = await refused(load.load_id, true);
  const stillHeld = sumOf(await rowsHeld(warehouse, target));
  const superseded = sumOf(target.held) - stillHeld;
  const loaded = sumOf(await rowsHeld(warehouse, load));
  const isOfRefusedAlone = loaded + after <= before;
  const mended = Math.min(before, isOfRefusedAlone ? loaded : Math.max(0, loaded - superseded));
  const line: CorrectionLine = {
    load_id: load.load_id,
    corrects_load_id: target.load_id,
    file: target.file,
    authorities,
    rows_refused_before: before,
    rows_refused_after: after,
    rows_superseded: superseded,
    rows_mended: mended,
    rows_not_returned: Math.max(0, before - mended - after),
    rows_still_held: stillHeld,
    is_worse: after > before,
  };
  await warehouse.run(`
    insert into corrections values (
      ${load.load_id}, ${target.load_id}, ${quote(by)}, ${quote(reason)}, now()::timestamp, ${list}, ${isOfAll},
      ${before}, ${after}, ${superseded}, ${mended}, ${line.rows_not_returned}, ${stillHeld})`);
  return line;
}

const nothingNew = (named: string) =>
  dataError({
    expected: `a corrected file for ${named}`,
    came: "the very bytes of a file that was loaded before",
    todo: "ask the supplier for the corrected file; nothing was loaded",
  });

const severalFiles = (loads: readonly Load[]) =>
  dataError({
    expected: "one file that corrects one load",
    came: `${loads.length} files`,
    details: loads.map(({ file }) => file),
    todo: "load each with its own --corrects; nothing was loaded",
  });

const anotherSource = (load: Load, targets: readonly Target[]) =>
  dataError({
    expected: `a file of the same source as ${of(targets[0]!)}`,
    came: `one of another: ${load.loader} (${load.source_table}), where ${targets[0]!.loader} (${targets[0]!.source_table}) is to be corrected`,
    where: load.file,
    todo: "name the load that this file corrects (`vsend query 'from loads'` lists them), or load it without --corrects; nothing was loaded",
  });

const anotherAuthority = (
  load: Load,
  target: Target,
  came: readonly string[],
  known: readonly string[],
) =>
  dataError({
    expected: `rows of ${known.join(", ") || "the authorities"} alone, as in ${of(target)}`,
    came: came.length > 0 ? `rows of ${came.join(", ")}` : "rows of no authority",
    where: load.file,
    todo: "name the load that this file corrects, or have the rows of other authorities taken out; nothing was loaded",
  });

const of = ({ load_id, file }: Load) => `load ${load_id} (${file})`;
