import { createHash } from "node:crypto";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { columnSql } from "../cells/verdict.ts";

/**
 * SHA-256 of what a contract makes of a file: which columns it takes, how it judges, types and keeps
 * them. Words for people are no part of it. Two contracts with one digest load a file alike.
 */
export function contractDigest(contract: Contract): string {
  const known = digests.get(contract);
  if (known !== undefined) return known;
  const digest = digestOf(contract);
  digests.set(contract, digest);
  return digest;
}

const digests = new WeakMap<Contract, string>();

function digestOf(contract: Contract): string {
  const columns = Object.entries(contract.columns.shape).map(([name, cell]) => {
    const { value, ...sql } = columnSql(cell);
    return [name, sql, value("cell")];
  });
  const {
    table,
    key,
    privacy,
    stored,
    inScope,
    fixed,
    aliases,
    isRagged,
    keepsRest,
    isAdditive,
    words,
    area,
  } = contract;
  const rules = contract.rowRules?.map(({ column, refuses }) => [column, refuses]);
  return createHash("sha256")
    .update(
      JSON.stringify([
        columns,
        {
          table,
          key,
          privacy,
          stored,
          inScope,
          fixed,
          aliases,
          isRagged,
          keepsRest,
          isAdditive,
          rules,
          words,
          area,
        },
      ]),
    )
    .digest("hex");
}
