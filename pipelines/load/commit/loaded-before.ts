import { createHash } from "node:crypto";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { PseudonymKey } from "../judge/pseudonym.ts";
import type { Recognised } from "../recognise/recognised.ts";
import { contractDigest } from "./contract-digest.ts";
import { digestColumn, fileDigest } from "./file-digest.ts";
import type { Digests } from "./load-file.ts";
import { isStillHeld } from "./returns.ts";

/** A load of the same bytes that still stands, and whether it was judged as it would be now. */
export interface Before {
  load_id: number;
  is_same: boolean;
  is_same_mapping: boolean;
}

/** What the ledger knows a file by. */
export async function digestsOf(key: PseudonymKey, match: Recognised): Promise<Digests> {
  const { madeFrom } = match.file;
  const plain = madeFrom?.sha256 ?? (await match.table.digest());
  return {
    digest: fileDigest(key, match.contract, madeFrom ? plain : identity(plain, match)),
    bytes: fileDigest(key, match.contract, plain),
  };
}

/** A file's digest; what its header file or its mapping tells of it counts as part of its bytes. */
const identity = (digest: string, { given, mapping }: Recognised): string =>
  given || mapping
    ? createHash("sha256")
        .update(digest)
        .update(JSON.stringify(given ?? {}))
        .update(mapping ? JSON.stringify([mapping.loader, mapping.columns]) : "")
        .update(mapping?.sums_repeats ? "sums_repeats" : "")
        .digest("hex")
    : digest;

/**
 * Loads of the same bytes into the same table, the last of which holds. A changed mapping gives rows
 * other keys, which would stand beside the earlier ones; a file of a return is told whose it is by
 * another, and so is its own.
 *
 * @param within the database in which the ledger stands, where it is another than the warehouse's own.
 */
export const loadedBefore = (
  warehouse: Warehouse,
  match: Recognised,
  { digest, bytes }: Digests,
  within?: string,
): Promise<Before[]> => {
  const { contract } = match;
  const held = sql.id(digestColumn(contract));
  const from = within ? sql.id(within, "main", "loads") : sql.id("loads");
  return warehouse.rows<Before>(sql`
    select load_id, coalesce(${held} = ${digest}, false) as is_same_mapping,
      coalesce(${held} = ${digest}, false) and coalesce(contract_sha256 = ${contractDigest(contract)}, true) as is_same
    from ${from}
    where (${held} = ${digest} or ${!contract.part} and bytes_digest = ${bytes})
      and source_table = ${contract.table} and unloaded_at is null
      and ${contract.part ? sql.raw(isStillHeld(match, within)) : true}
    order by load_id`);
};
