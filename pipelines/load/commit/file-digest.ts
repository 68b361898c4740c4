import { createHmac } from "node:crypto";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { hmacSql, type PseudonymKey } from "../judge/pseudonym.ts";

/** The column of the ledger by which a file of a source is known again. */
export const digestColumn = ({ isChildLevel }: Pick<Contract, "isChildLevel">) =>
  isChildLevel ? "keyed_digest" : "sha256";

const PREFIX = "file|";

/**
 * What the ledger keeps of a file's bytes: their SHA-256 where they are published figures, and where
 * they are about children an HMAC of it, so that whoever has the warehouse cannot try out what a
 * child's row, or a whole short file, said.
 */
export const fileDigest = (
  key: PseudonymKey,
  { isChildLevel }: Pick<Contract, "isChildLevel">,
  sha256: string,
): string =>
  isChildLevel
    ? createHmac("sha256", key.bytes).update(`${PREFIX}${sha256}`).digest("hex")
    : sha256;

/** Ledgers of before kept plain digests of files about children too: they are keyed now. */
export async function keyOldDigests(
  warehouse: Warehouse,
  key: PseudonymKey,
  known: readonly Contract[],
): Promise<void> {
  const ofChildren = known.filter(({ isChildLevel }) => isChildLevel).map(({ table }) => table);
  const keyed = sql.raw(hmacSql(key.bytes, sql`${PREFIX} || sha256`.text));
  await warehouse.run(sql`
    update loads set keyed_digest = ${keyed}, sha256 = null
    where sha256 is not null and source_table in ${ofChildren}`);
}
