import { group } from "d3";
import type { Division } from "../disclosure/sums-of-children.ts";
import { insertRows } from "../warehouse/insert-rows.ts";
import { rule } from "../warehouse/rules.ts";
import { type Sql, sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Near } from "./near.ts";
import { sameSets } from "./one-rule.ts";

/**
 * Sets of children that are held back, and those that must be with them. Whoever takes the parts that
 * were made anew from a whole that was too is left with what changed in the parts that were held: if
 * fewer children than two figures must differ by, the smallest of the other parts is held as well, or
 * the whole where no other changed. Sets that are hidden in both releases are left to the audit.
 *
 * After `nearSets`, whose tables hold the sets of now.
 *
 * @param shown Sets behind the rows that would be shown.
 * @param held Sets that are held by themselves, with the reason.
 */
export async function heldTogether(
  warehouse: Warehouse,
  divisions: readonly Division[],
  shown: ReadonlyMap<string, unknown>,
  held: ReadonlyMap<string, Near>,
): Promise<Map<string, Near>> {
  const together = new Map(held);
  const { released } = await warehouse.one<{ released: boolean }>(
    "select exists (from release_cells) as released",
  );
  if (!released) return together;
  await createDivisions(warehouse, divisions);
  await warehouse.run(DIFFERING);
  const twins = await twinsOf(warehouse);
  for (;;) {
    const more = await warehouse.rows<Left & Record<string, never>>(
      leftSql([...shown.keys()], [...together.keys()]),
    );
    if (more.length === 0) return together;
    for (const { whole, cell, children, release_id } of more) {
      // A whole that this round holds, as a part of a larger one, tells nothing of its own parts.
      if (together.has(whole)) continue;
      for (const twin of twins(cell))
        if (!together.has(twin))
          together.set(twin, { cell: twin, other: cell, release_id, children, changed: 0 });
    }
  }
}

/**
 * All sets that are the same children as one, itself among them: what is shown of any is known of all.
 * They are of its family, or of those of two readings: a trial has the means of an authority's everyone.
 */
async function twinsOf(warehouse: Warehouse): Promise<(cell: string) => readonly string[]> {
  const same = await sameSets(warehouse, TWO_READINGS);
  const alike = group([...same.keys()], (cell) => same.get(cell));
  return (cell) => alike.get(same.get(cell)) ?? [cell];
}

/** Families of sets of whose change in need tables tell. */
const TWO_READINGS = "family = 'trials' or family like 'two readings %'";

/** A set to hold because of what it would leave. */
interface Left {
  whole: string;
  cell: string;
  release_id: number;
  /** How many children would be left. */
  children: number;
}

async function createDivisions(warehouse: Warehouse, divisions: readonly Division[]) {
  const rows = divisions.flatMap(({ whole, parts }, division) =>
    parts.map((part) => ({ division, whole, part })),
  );
  await warehouse.run(
    "create or replace temp table divided (division integer, whole varchar, part varchar)",
  );
  await insertRows(warehouse, "divided", rows);
}

/** Children of each divided set who differ from those it had when it was published last, the forgotten among them. */
const DIFFERING = `
  create or replace temp table differing as
  with sets as (select whole as cell from divided union select part from divided)
  select family, cell, child_id from differing_now semi join sets using (cell)
  union all
  select family, cell, md5(cell.family || unnest(range(forgotten)))::uuid
  from (
    select family, cell, any_value(child_count) - count(child_id) as forgotten
    from latest_then semi join sets using (cell) left join release_children using (version_id)
    group by all
  ) as cell`;

/** Of each division whose new figures leave a few children: the part to hold, or the whole. */
const leftSql = (shown: readonly string[], held: readonly string[]): Sql => sql`
  with shown as (select unnest(${shown}) as cell),
  held as (select unnest(${held}) as cell),
  known as (
    select distinct division, whole from divided semi join shown on cell = whole anti join held on cell = whole
  ),
  parts as (
    select division, part, child_id, part in (from held) as is_held
    from known join divided using (division) join differing on cell = part
  ),
  unaccounted as (
    select division, child_id from parts where is_held
    union
    (select division, child_id from known join differing on cell = whole
    except select division, child_id from parts)
  ),
  few as (
    select division, count(*) as children from unaccounted
    group by division having children < ${rule("fewest_different")}
  ),
  others as (
    select division, part, count(*) as differing
    from parts semi join few using (division) semi join shown on cell = part where not is_held group by all
  ),
  chosen as (
    select division, children, whole, arg_min(part, (differing, part)) as part
    from few join known using (division) left join others using (division) group by all
  )
  select whole, coalesce(part, whole) as cell, max(children)::integer as children,
    (select max(release_id) from release_cells)::integer as release_id
  from chosen join members_now on members_now.cell = whole
  group by whole, coalesce(part, whole), child_count order by child_count desc, whole, cell`;
