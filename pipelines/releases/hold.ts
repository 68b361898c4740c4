import type { z } from "zod";
import type { Figure } from "../disclosure/protect.ts";
import type { Measure } from "../measures/define/measure.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Near } from "./near.ts";

/** What became of a row: as it is now, as it was published before, or blank. */
export type Shown = "new" | "again" | "hidden";

export interface HeldRow {
  measure: string;
  key: string;
  shown: Exclude<Shown, "new">;
  /** Why: the sets that lie too close to each other. */
  because: Near;
}

/** Said on the data page of rows that were kept back and never published before. */
export const BLANK = "would tell of a few children beside another figure";

/** What names a row of a table, as text. */
export const keyOf = ({ key }: Pick<Measure, "key">, row: Figure): string =>
  JSON.stringify(key.map((part) => row[typeof part === "string" ? part : part.column] ?? null));

/** Sets of children that a row is made of. */
export const cellsOf = ({ contributors }: Measure, row: Figure): readonly string[] =>
  typeof contributors === "function" ? contributors(row) : [];

/** Columns that only say what a row is about, or that it is hidden, and no figure. */
const isBlank = (measure: Measure, row: Figure): boolean =>
  "child_count" in row &&
  row.child_count === null &&
  row.symbol === "c" &&
  cellsOf(measure, row).length > 0;

/** Rows as they were published last, blank ones too, in whatever audience, by measure and key. */
export async function publishedBefore(
  warehouse: Warehouse,
): Promise<(measure: string, key: string) => Figure | null> {
  const rows = await warehouse.rows<{ measure: string; row_key: string; content: string }>(sql`
    select measure, row_key, arg_max(content, release_id) as content
    from release_rows group by measure, row_key`);
  const held = new Map(rows.map((row) => [`${row.measure} ${row.row_key}`, row.content]));
  return (measure, key) => {
    const content = held.get(`${measure} ${key}`);
    return content ? (JSON.parse(content) as Figure) : null;
  };
}

/**
 * Which sets of children may not be shown as they are now: each that is near one published before; and
 * of those near each other now all but the largest, in order of size and name.
 *
 * @param shown Sets behind the rows that would be shown, with how many children each has.
 */
export function tooNear(
  near: readonly Near[],
  shown: ReadonlyMap<string, number>,
): Map<string, Near> {
  const held = new Map<string, Near>();
  for (const one of near) if (one.release_id !== null) held.set(one.cell, one);
  const together = new Map<string, Near[]>();
  for (const one of near) {
    if (one.release_id !== null) continue;
    for (const [cell, other] of [
      [one.cell, one.other],
      [one.other, one.cell],
    ] as const) {
      together.set(cell, [...(together.get(cell) ?? []), { ...one, cell, other }]);
    }
  }
  const taken = new Set<string>();
  const inOrder = [...shown]
    .filter(([cell]) => !held.has(cell))
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  for (const [cell] of inOrder) {
    const clash = together.get(cell)?.find(({ other }) => taken.has(other));
    if (clash) held.set(cell, clash);
    else taken.add(cell);
  }
  return held;
}

/**
 * The rows of a table with those kept back that are made of sets of children too near others: as they
 * were published before, or blank where they never were.
 */
export function holdRows(
  measure: Measure,
  rows: readonly Figure[],
  near: ReadonlyMap<string, Near>,
  before: (measure: string, key: string) => Figure | null,
): { rows: Figure[]; held: HeldRow[] } {
  const held: HeldRow[] = [];
  const kept = rows.flatMap((row): Figure[] => {
    const because = cellsOf(measure, row)
      .map((cell) => near.get(cell))
      .find((found) => found !== undefined);
    if (!because) return [row];
    const key = keyOf(measure, row);
    const earlier = before(measure.name, key);
    if (earlier && measure.row.safeParse(earlier).success) {
      const shown = isBlank(measure, earlier) ? "hidden" : "again";
      if (JSON.stringify(earlier) !== JSON.stringify(row))
        held.push({ measure: measure.name, key, shown, because });
      return [earlier];
    }
    if (isBlank(measure, row)) return [row];
    held.push({ measure: measure.name, key, shown: "hidden", because });
    const blank = blanked(measure, row);
    return blank ? [blank] : [];
  });
  return { rows: kept, held };
}

/** Numbers of children of tables that leave no blank for them; such a row cannot stand without figures. */
const ALWAYS_COUNTED = /^(n|.*_n|child_count)$/;

/** The row without its figures, or null where its columns leave no room for that. */
export function blanked(measure: Measure, row: Figure): Figure | null {
  const keys = new Set(measure.key.map((part) => (typeof part === "string" ? part : part.column)));
  const shape = measure.row.shape as Record<string, z.ZodType>;
  const blank: Figure = { ...row, symbol: "c" };
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== "number" || keys.has(column) || column.endsWith("_order")) continue;
    if (shape[column]?.safeParse(null).success) blank[column] = null;
    else if (ALWAYS_COUNTED.test(column)) return null;
  }
  return "symbol" in row ? blank : null;
}
