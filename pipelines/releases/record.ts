import type { Figure } from "../disclosure/protect.ts";
import type { Measure } from "../measures/define/measure.ts";
import { insertRows } from "../warehouse/insert-rows.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { cellsOf, type HeldRow, keyOf } from "./hold.ts";
import { AUTHORITIES_OF_CHILDREN, signedSql } from "./near.ts";
import { stateNow } from "./state.ts";
import type { Tallies } from "./tallies.ts";

/** A release as it went out: its tables about children with the rows of its audience. */
export interface Released {
  audience: string;
  authority: string | null;
  release_hash: string;
  tables: readonly { measure: Measure; rows: readonly Figure[] }[];
  held: readonly HeldRow[];
  tallies: Tallies;
}

/**
 * Keeps what was published: the rows, and for each set of children behind a row that was as it is
 * now, shown or hidden, who was in it and with what, unless it is the same as it was kept before. To be called after
 * `nearSets`, whose tables hold the sets of now.
 *
 * @returns the number of the release.
 */
export async function recordRelease(warehouse: Warehouse, released: Released): Promise<number> {
  const state = JSON.stringify(await stateNow(warehouse));
  return warehouse.transaction(async () => {
    const { release_id } = await warehouse.one<{ release_id: number }>(
      "select coalesce(max(release_id), 0)::integer + 1 as release_id from releases",
    );
    const { audience, authority, release_hash } = released;
    await warehouse.run(sql`
      insert into releases values (${release_id}, now()::timestamp, ${audience}, ${authority}, ${release_hash}, ${state})`);
    const shownAs = new Map(
      released.held.map(({ measure, key, shown }) => [`${measure} ${key}`, shown]),
    );
    const known = new Set(
      (await warehouse.rows<{ cell: string }>("select distinct cell from release_cells")).map(
        ({ cell }) => cell,
      ),
    );
    const [shownCells, hiddenCells] = [new Set<string>(), new Set<string>()];
    for (const { measure, rows } of released.tables) {
      if (typeof measure.contributors !== "function") continue;
      const kept = rows.map((row) => {
        const row_key = keyOf(measure, row);
        const shown = shownAs.get(`${measure.name} ${row_key}`) ?? "new";
        const isHidden = "child_count" in row && row.child_count === null;
        const cells = isHidden ? hiddenCells : shownCells;
        // A row that was held back stays with the children of when it was last as it was then.
        for (const cell of cellsOf(measure, row))
          if (shown === "new") cells.add(cell);
          else if (!known.has(cell)) hiddenCells.add(cell);
        return {
          release_id,
          measure: measure.name,
          row_key,
          content: JSON.stringify(row),
          shown: isHidden ? "hidden" : shown,
        };
      });
      await insertRows(warehouse, "release_rows", kept);
    }
    await recordSets(warehouse, release_id, [...shownCells], true);
    const hidden = [...hiddenCells].filter((cell) => !shownCells.has(cell));
    await recordSets(warehouse, release_id, hidden, false);
    await released.tallies.keep(warehouse, release_id);
    return release_id;
  });
}

async function recordSets(
  warehouse: Warehouse,
  releaseId: number,
  cells: readonly string[],
  isShown: boolean,
) {
  await warehouse.run(sql`
    create or replace temp table new_sets as
    select row_number() over (order by members_now.id)::integer
        + (select coalesce(max(version_id), 0)::integer from release_cells) as version_id,
      members_now.id, members_now.family, members_now.cell, members_now.child_count
    from members_now join (${sql.raw(signedSql("sketches_now"))}) as own using (id)
    where members_now.cell in ${cells} and not exists (
      select 1 from (${sql.raw(signedSql("sketches_then"))}) as kept join release_cells as sets on sets.version_id = kept.id
      where kept.family = own.family and kept.cell = own.cell and kept.signature = own.signature
        and sets.child_count = members_now.child_count and sets.is_shown = ${isShown});
    insert into release_cells by name
    select version_id, ${releaseId} as release_id, family, cell, child_count, ${isShown} as is_shown from new_sets;
    insert into release_children by name
    select version_id, child_id, value, authority_code from new_sets join children_now using (id)
    left join ${sql.raw(AUTHORITIES_OF_CHILDREN)} using (child_id);
    insert into release_pieces by name
    select version_id, coalesce(authority_code, 'none') as authority_code, count(*) as child_count
    from new_sets join children_now using (id)
    left join ${sql.raw(AUTHORITIES_OF_CHILDREN)} using (child_id) group by all`);
}
