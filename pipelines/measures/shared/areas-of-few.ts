import { group } from "d3";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { IMPROVED, WORSENED } from "../../instruments/scoring/pair-sql.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

interface Area {
  instrument: string;
  version: string;
  authority_code: string;
  domain: string;
}

interface Group extends Area {
  group_kind: string;
  child_count: number;
  moved_count: number;
  improved: number | null;
  worsened: number | null;
}

/** Whose change in which area of need, whatever the group. */
export const areaOf = ({ instrument, version, authority_code, domain }: Area): string =>
  [instrument, version, authority_code, domain].join("|");

/**
 * Areas of need of an authority of which figures would tell that fewer than 5 changed.
 *
 * On both sides: the mean of everyone would tell that some, and fewer than 5, changed in a group. A mean
 * that is missing says that fewer than 5 of the group changed, and one that is shown that 5 or more did:
 * where a division has two parts and both are missing, some of each changed. The same of who improved
 * and who worsened, whose shares are missing below 5.
 *
 * On one side: every child who changed improved or worsened, and fewer than 5 did one of them, none
 * among them. Groups beside each other whose means are shown say how many changed at least, and what is
 * left of them without those who worsened is who improved.
 */
export async function areasOfFew(
  warehouse: Warehouse,
): Promise<{ onBothSides: Set<string>; onOneSide: Set<string> }> {
  const areas = await groupsByArea(warehouse);
  const named = (some: Group[][]) => new Set(some.map(([one]) => areaOf(one!)));
  return {
    onBothSides: named(areas.filter(areFewOnBothSides)),
    onOneSide: named(areas.filter(areFewOnOneSide)),
  };
}

function areFewOnOneSide(rows: readonly Group[]): boolean {
  const everyone = rows.find(({ group_kind }) => group_kind === "Everyone");
  const { improved, worsened } = rows[0]!;
  if (!everyone || improved === null || worsened === null) return false;
  return everyone.moved_count === improved + worsened && (isFew(improved) || isFew(worsened));
}

const isFew = (count: number | null): boolean => count !== null && count < rule("smallest_count");

async function groupsByArea(warehouse: Warehouse): Promise<Group[][]> {
  const rows = await warehouse.rows<Group & Record<string, never>>(`
    select instrument, version, authority_code, domain, group_kind, child_count, moved_count, improved, worsened
    from change_by_group left join (
      select instrument, version, authority_code, domain,
        count(*) filter (verdict = ${quote(IMPROVED)}) as improved, count(*) filter (verdict = ${quote(WORSENED)}) as worsened
      from changes where rated_by = 'professional' and bridge is null
      group by all having count(verdict) > 0
    ) using (instrument, version, authority_code, domain)`);
  return [...group(rows, areaOf).values()];
}

/** The same by authority and area alone, whatever the instrument, for means of a single authority elsewhere. */
export async function authoritiesFewOnBothSides(
  warehouse: Warehouse,
): Promise<(authority: string, domain: string) => boolean> {
  const areas = (await groupsByArea(warehouse)).filter(areFewOnBothSides);
  const known = new Set(areas.map(([area]) => `${area!.authority_code} ${area!.domain}`));
  return (authority, domain) => known.has(`${authority} ${domain}`);
}

function areFewOnBothSides(rows: readonly Group[]): boolean {
  const smallest = rule("smallest_count");
  const changedFew = (row: Group) =>
    row.moved_count < smallest && (row.child_count < smallest || row.child_count >= fewestNoisy());
  const kinds = group(
    rows.filter(({ group_kind }) => group_kind !== "Everyone"),
    ({ group_kind }) => group_kind,
  );
  const { improved, worsened } = rows[0]!;
  return (
    [...kinds.values()].some((parts) => parts.length === 2 && parts.every(changedFew)) ||
    (isFew(improved) && isFew(worsened))
  );
}
