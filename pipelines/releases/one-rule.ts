import type { Figure } from "../disclosure/protect.ts";
import { type Measure, NUMBER } from "../measures/define/measure.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { blanked, cellsOf } from "./hold.ts";

/**
 * Names for the sets of children of now, alike where two sets are the same children; after `nearSets`.
 *
 * @param asOne SQL that says of a family whether its sets count with those of other such families: what
 *   is averaged there is the same mean, while how many they are may be hidden there to cover others.
 */
export async function sameSets(
  warehouse: Warehouse,
  asOne = "false",
): Promise<Map<string, string>> {
  const alike = `if(${asOne}, '', family), marks`;
  const rows = await warehouse.rows<{ cell: string; same: string }>(`
    with signed as (
      select family, cell, string_agg(bucket || ':' || marks, ' ' order by bucket) as marks from sketches_now group by all
    )
    select cell, min(cell) over (partition by ${alike}) as same from signed`);
  return new Map(rows.map(({ cell, same }) => [cell, same]));
}

export interface Table {
  measure: Measure;
  rows: Figure[];
}

interface Place {
  table: Table;
  at: number;
  isHidden: boolean;
}

/** Places where one figure is hidden and others where it is shown, by what it is. */
export function shownAndHidden(
  tables: readonly Table[],
  same: ReadonlyMap<string, string>,
  anywhere: ReadonlyMap<string, string> = same,
): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const table of tables) {
    table.rows.forEach((row, at) => {
      const [cell] = cellsOf(table.measure, row);
      if (cell === undefined) return;
      for (const { statistic, isHidden } of table.measure.shows?.(row) ?? []) {
        const set = (statistic === NUMBER ? same : anywhere).get(cell);
        if (set === undefined) continue;
        const name = `${statistic} of ${set}`;
        places.set(name, [...(places.get(name) ?? []), { table, at, isHidden }]);
      }
    });
  }
  return new Map(
    [...places].filter(
      ([, own]) => own.some(({ isHidden }) => isHidden) && own.some(({ isHidden }) => !isHidden),
    ),
  );
}

/**
 * Hides each figure that is hidden in one place wherever else the same figure of the same children
 * stands; what that hides may hide more. Returns how many rows it hid, by measure.
 */
export function hideEverywhere(
  tables: readonly Table[],
  same: ReadonlyMap<string, string>,
  anywhere: ReadonlyMap<string, string> = same,
): Map<string, number> {
  const hidden = new Map<string, number>();
  for (;;) {
    const found = [...shownAndHidden(tables, same, anywhere).values()].flat();
    const shown = found.filter(({ isHidden }) => !isHidden);
    if (shown.length === 0) return hidden;
    const gone = new Map<Table, Set<number>>();
    for (const { table, at } of shown) gone.set(table, (gone.get(table) ?? new Set()).add(at));
    for (const [table, at] of gone) {
      table.rows = table.rows.flatMap((row, i) => {
        const left = at.has(i) ? blanked(table.measure, row) : row;
        return left ? [left] : [];
      });
      const { name } = table.measure;
      hidden.set(name, (hidden.get(name) ?? 0) + at.size);
    }
  }
}
