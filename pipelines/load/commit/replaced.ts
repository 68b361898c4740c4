import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { standingSuperseded } from "./superseded.ts";

/** Rows of an earlier load whose place those of a later one took. */
interface Replaced {
  load_id: number;
  file: string;
  rows: number;
  pounds: number | null;
}

const replacedBy = async (
  warehouse: Warehouse,
  contract: Contract,
  loadId: number,
): Promise<Replaced[]> => {
  const kept = await standingSuperseded(warehouse, contract);
  if (kept === null) return [];
  const pounds = contract.amount
    ? sql`sum(earlier.${sql.id(contract.amount)})::double`
    : sql`null::double`;
  return warehouse.rows<Replaced & Record<string, string | number | null>>(sql`
    select earlier.load_id, loads.file, count(*) as rows, ${pounds} as pounds
    from ${sql.id(kept)} as earlier join loads using (load_id)
    where superseded_by = ${loadId} group by all order by earlier.load_id`);
};

export const inPounds = (amount: number | null): string =>
  amount === null
    ? ""
    : ` (£${amount.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })})`;

/**
 * What a load about children replaced, for whoever took it for another part of the same year: the
 * ledger closes over it, and the pounds of the file are all there.
 *
 * @param judgedBefore loads of the same file, which it is there to replace.
 */
export async function replacedNotes(
  warehouse: Warehouse,
  contract: Contract,
  loadId: number,
  judgedBefore: readonly number[],
): Promise<string[]> {
  if (!contract.isChildLevel) return [];
  const replaced = await replacedBy(warehouse, contract, loadId);
  const others = replaced.filter(({ load_id }) => !judgedBefore.includes(load_id));
  return others.map(
    ({ load_id, file, rows, pounds }) =>
      `replaces ${rows} ${rows === 1 ? "row" : "rows"}${inPounds(pounds)} of load ${load_id} (${file}), which ${rows === 1 ? "has" : "have"} the same ${contract.key.join(", ")}: if both are parts of one whole, take this load back (vsend unload ${loadId} --reason "why") and load one file that holds all parts`,
  );
}

/**
 * Refuses files of one call whose rows add up and of which one would replace rows of another: parts
 * of a year are told apart from a correction by nothing in them.
 *
 * @throws VsendError naming both files.
 */
export async function refuseReplacedParts(
  warehouse: Warehouse,
  loads: readonly { contract: Contract; loadId: number; name: string }[],
): Promise<void> {
  const names = new Map(loads.map(({ loadId, name }) => [loadId, name]));
  for (const { contract, loadId, name } of loads) {
    if (!contract.isAdditive) continue;
    const parts = (await replacedBy(warehouse, contract, loadId)).filter(({ load_id }) =>
      names.has(load_id),
    );
    if (parts.length === 0) continue;
    throw dataError({
      expected: `every ${contract.key.join(", ")} in one file of a call, as rows of this source add up`,
      came: "files of which one would replace rows of another",
      where: name,
      details: parts.map(
        ({ load_id, rows, pounds }) =>
          `${rows} ${rows === 1 ? "row" : "rows"}${inPounds(pounds)} of ${names.get(load_id)}`,
      ),
      todo: "if they are parts of one year, put them into one file or sheet, with a mapping that says `sums_repeats: true` where rows repeat; if the later corrects the earlier, load it by itself afterwards; nothing was loaded",
    });
  }
}
