import type { Contract } from "../../loaders/contract/define-loader.ts";
import { bareOf, childColumn } from "../load/judge/alike.ts";
import type { PseudonymKey } from "../load/judge/pseudonym.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Which } from "./children.ts";

/** Children held, other than those of `meant`, whose number is one that was given but for its form. */
export async function countAlike(
  warehouse: Warehouse,
  { authority, ids }: Extract<Which, { ids: readonly string[] }>,
  contracts: readonly Contract[],
  key: PseudonymKey,
): Promise<number> {
  const bare = ids.map((id) => bareOf(key, authority, id));
  const marks = bare.map(({ mark }) => sql`${mark}::uuid`);
  const children = bare.map(({ child }) => sql`${child}::uuid`);
  const held = contracts.flatMap((contract) => {
    const column = childColumn(contract);
    return column === null
      ? []
      : [sql`select ${sql.id(column)} as child from ${sql.id(contract.table)}`];
  });
  const { n } = await warehouse.one<{ n: number }>(sql`
    select count(*) as n from (
      select child_id as child from identifier_forms where mark in ${marks}
      union
      select child from (${sql.join(held, " union all ")}) where child in ${children}
    ) where child not in (from meant)`);
  return n;
}
