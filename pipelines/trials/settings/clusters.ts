import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Cell } from "../children/moments.ts";

/**
 * What an interval of a trial of settings allows for differences between. Where both sides lie in the
 * same authorities, settings are compared within theirs and are the clusters. Where they do not, what
 * authorities differ by moves one side alone, so that authorities are.
 */
export type ClusteredBy = "settings" | "authorities";

/** By what the children of a table with `side` and, as `authority_code`, their setting are clustered. */
export async function clusteredBy(warehouse: Warehouse, from: string): Promise<ClusteredBy> {
  const { same } = await warehouse.one<{ same: boolean }>(`
    select coalesce(bool_and(sides = 2), true) as same from (
      select count(distinct side) as sides from ${from} group by split_part(authority_code, '|', 1))`);
  return same ? "settings" : "authorities";
}

/** The sums of settings, with a level for each authority and instrument; or the same as sums of authorities. */
export const inClusters = (cells: readonly Cell[], by: ClusteredBy): Cell[] =>
  cells.map((cell) => {
    const [authority = ""] = cell.authority_code.split("|");
    return by === "authorities"
      ? { ...cell, authority_code: authority }
      : { ...cell, instrument: `${authority} ${cell.instrument}` };
  });
