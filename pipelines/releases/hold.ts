import { group } from "d3";
import type { z } from "zod";
import type { Figure } from "../disclosure/protect.ts";
import { sortByKey } from "../measures/define/key.ts";
import type { Measure } from "../measures/define/measure.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type ComeAndGone, isFew, type Near, nearItself } from "./near.ts";
import { isSameProgram, type State, stateNow } from "./state.ts";

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

/** A row as it was published last, in whatever audience. */
interface Earlier {
  row: Figure;
  /** Whether no later release to readers of such rows was without it. */
  isStanding: boolean;
  /** Whether it was made by the program and rules of now. */
  isOfNow: boolean;
  /** The release that it was made for. */
  made: number;
}

/** What was published of a table before. */
export interface Before {
  rows: ReadonlyMap<string, Earlier>;
  /** Children of each set when a row made of it was last published as it was then. */
  sizes: ReadonlyMap<string, number>;
  /** The release in which each set was last another than before. */
  since: ReadonlyMap<string, number>;
}

/** What was published of each table, blank rows too. */
export async function publishedBefore(warehouse: Warehouse): Promise<(measure: Measure) => Before> {
  const kept = await warehouse.rows<{
    measure: string;
    row_key: string;
    content: string;
    last: number;
    made: number;
  }>(sql`
    select measure, row_key, arg_max(content, release_id) as content, max(release_id)::integer as last,
      coalesce(max(release_id) filter (shown <> 'again'), min(release_id))::integer as made
    from release_rows group by measure, row_key`);
  const now = await stateNow(warehouse);
  const states = await warehouse.rows<{ release_id: number; state: string }>(
    "select release_id, state from releases",
  );
  const ofNow = new Set(
    states
      .filter(({ state }) => isSameProgram(JSON.parse(state) as State, now))
      .map(({ release_id }) => release_id),
  );
  const readers = await warehouse.rows<{ authority: string | null; last: number }>(sql`
    select if(audience = 'public', null, authority_code) as authority, max(release_id)::integer as last
    from releases group by all`);
  const cells = await warehouse.rows<{ cell: string; child_count: number; since: number }>(
    "select cell, arg_max(child_count, version_id) as child_count, max(release_id)::integer as since from release_cells group by cell",
  );
  const sizes = new Map(cells.map(({ cell, child_count }) => [cell, child_count]));
  const since = new Map(cells.map((one) => [one.cell, one.since]));
  const lastTo = new Map(readers.map(({ authority, last }) => [authority, last]));
  const byMeasure = group(kept, ({ measure }) => measure);
  return ({ name, authority }) => {
    const rows = (byMeasure.get(name) ?? []).map(({ row_key, content, last, made }) => {
      const row = JSON.parse(content) as Figure;
      const own = authority ? String(row[authority]) : null;
      const latest = Math.max(lastTo.get(null) ?? 0, own === null ? 0 : (lastTo.get(own) ?? 0));
      return [
        row_key,
        { row, isStanding: last >= latest, isOfNow: ofNow.has(made), made },
      ] as const;
    });
    return { rows: new Map(rows), sizes, since };
  };
}

/**
 * Which sets of children may not be shown as they are now: each that is near one published before; and
 * of those near each other now all but one: that of the most tables, then the largest, then by name.
 *
 * @param shown Sets behind the rows that would be shown, with how many children each has and in how
 * many tables it stands.
 */
export function tooNear(
  near: readonly Near[],
  shown: ReadonlyMap<string, { children: number; tables: number }>,
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
    .sort(
      ([a, one], [b, other]) =>
        other.tables - one.tables || other.children - one.children || (a < b ? -1 : 1),
    );
  for (const [cell] of inOrder) {
    const clash = together.get(cell)?.find(({ other }) => taken.has(other));
    if (clash) held.set(cell, clash);
    else taken.add(cell);
  }
  return held;
}

const authorityOf = ({ authority }: Measure, row: Figure): string =>
  authority ? String(row[authority]) : "";

/**
 * Authorities of which some row counts fewer children more or less than before than two figures must
 * differ by, where rows have no sets of their own: all of an authority's rows wait, as one is worked out
 * from the others.
 */
function apartByFew(measure: Measure, rows: readonly Figure[], before: Before): Map<string, Near> {
  const found = new Map<string, Near>();
  const { counts } = measure;
  if (!counts) return found;
  for (const row of rows) {
    const earlier = before.rows.get(keyOf(measure, row))?.row;
    if (!earlier) continue;
    const then = counts(earlier);
    const children = counts(row)
      .map((count, i) => (count === null ? 0 : Math.abs(count - (then[i] ?? count))))
      .find(isFew);
    const cell = `${measure.name} of ${authorityOf(measure, row)}`;
    if (children !== undefined)
      found.set(authorityOf(measure, row), {
        ...{ cell, other: "the last release", release_id: null, children, changed: 0 },
      });
  }
  return found;
}

/** What is known of the sets of now besides those that are too near others. */
interface Now {
  /** Those that are as they were when they were last published. */
  unchanged: ReadonlySet<string>;
  /** Those that a few came into where nobody was, or left to nobody. */
  moved: ReadonlyMap<string, Near>;
  /** Children of each. */
  sizes: ReadonlyMap<string, number>;
}

/**
 * The rows of a table with those kept back that are made of sets of children too near others: as they
 * were published before, or blank where they never were. A row of the same children with the same
 * values, by the same program and rules, is as it was too: what covers a hidden count may be another
 * row now, because of a child elsewhere. Only the first of its sets is asked: where a model of all
 * children made every row anew but those held back, these would stand out. For the same reason a row
 * of nobody, then and now, waits for those beside it; and so does one of the same children that another
 * program made, where the whole that it is a part of has changed.
 */
export function holdRows(
  measure: Measure,
  rows: readonly Figure[],
  near: ReadonlyMap<string, Near>,
  before: Before,
  { unchanged = new Set(), moved = new Map(), sizes = new Map() }: Partial<Now> = {},
): { rows: Figure[]; held: HeldRow[] } {
  const held: HeldRow[] = [];
  const nearAny = (cells: readonly string[], sets: ReadonlyMap<string, Near>) =>
    cells.map((cell) => sets.get(cell)).find((found) => found !== undefined);
  const wholes = new Map<string, Near>();
  for (const row of rows) {
    const [, ...others] = cellsOf(measure, row);
    const because = nearAny(cellsOf(measure, row), near);
    if (because) for (const whole of others) wholes.set(whole, because);
  }
  const apart = apartByFew(measure, rows, before);
  const isStill = (cell: string, made: number) =>
    isOfNobody(cell) || (unchanged.has(cell) && (before.since.get(cell) ?? 0) <= made);
  const isOfNobody = (cell: string) => !sizes.has(cell) && !before.sizes.has(cell);
  const kept = rows.flatMap((row): Figure[] => {
    const cells = cellsOf(measure, row);
    const key = keyOf(measure, row);
    const known = before.rows.get(key);
    const earlier = known?.row;
    const beside = cells[0] !== undefined && isOfNobody(cells[0]) ? wholes : new Map();
    const because =
      nearAny(cells, near) ??
      (earlier &&
        (nearAny(cells, moved) ?? nearAny(cells, beside) ?? apart.get(authorityOf(measure, row))));
    if (!because) {
      const [own, ...others] = cells;
      const isSame = known !== undefined && own !== undefined && unchanged.has(own);
      if (!isSame || !measure.row.safeParse(earlier).success) return [row];
      if (known.isOfNow) return [earlier!];
      const other = others.find((cell) => !isStill(cell, known.made));
      if (other === undefined) return [row];
      if (JSON.stringify(earlier) !== JSON.stringify(row))
        held.push({ measure: measure.name, key, shown: "again", because: nearItself(other, 0) });
      return [earlier!];
    }
    if (earlier && measure.row.safeParse(earlier).success) {
      const shown = isBlank(measure, earlier) ? "hidden" : "again";
      const isOther = JSON.stringify(earlier) !== JSON.stringify(row);
      if (isOther && !(shown === "hidden" && isBlank(measure, row)))
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

/**
 * The rows of a table without those that came or went because a few children did: a row of a group
 * that nobody was in before stands once its group has as many children as two figures must differ
 * by, and one whose last few children went stays as it was, where rows beside it still stand. So does
 * one that came or went because a few more or fewer make a group large enough to be shown.
 *
 * @param sizes Children of each set now.
 */
export function sameKeys(
  measure: Measure,
  rows: readonly Figure[],
  near: ReadonlyMap<string, Near>,
  before: Before,
  sizes: ReadonlyMap<string, number>,
  { come, gone: left }: ComeAndGone = NONE,
): { rows: Figure[]; held: HeldRow[] } {
  if (before.rows.size === 0) return { rows: [...rows], held: [] };
  const isOfNow = [...before.rows.values()].some((one) => one.isStanding && one.isOfNow);
  const held: HeldRow[] = [];
  const change = (row: Figure, shown: HeldRow["shown"], cell: string, children: number) => {
    const because = nearItself(cell, children);
    held.push({ measure: measure.name, key: keyOf(measure, row), shown, because });
  };
  // Another program divides children otherwise.
  const comeInto = (cell: string): number => {
    const size = sizes.get(cell) ?? 0;
    return Math.min(size, isOfNow ? (come.get(cell) ?? size) : size);
  };
  const leftFrom = (cell: string): number => {
    const then = before.sizes.get(cell) ?? 0;
    return sizes.has(cell) ? 0 : isOfNow ? (left.get(cell) ?? then) : then;
  };
  const kept = rows.filter((row) => {
    if (before.rows.get(keyOf(measure, row))?.isStanding) return true;
    const cell = cellsOf(measure, row).find((one) => isFew(comeInto(one)));
    if (cell === undefined) return true;
    change(row, "hidden", cell, comeInto(cell));
    return false;
  });
  const now = new Set(rows.map((row) => keyOf(measure, row)));
  const besides = new Set(rows.flatMap((row) => keysBeside(measure, row)));
  const gone = [...before.rows].flatMap(([key, { row, isStanding }]) => {
    if (!isStanding || now.has(key) || !measure.row.safeParse(row).success) return [];
    const cell = cellsOf(measure, row).find((one) => near.has(one) || isFew(leftFrom(one)));
    if (cell === undefined || !keysBeside(measure, row).some((one) => besides.has(one))) return [];
    change(row, "again", cell, before.sizes.get(cell) ?? 0);
    return [row];
  });
  return { rows: sortByKey(measure.key, [...kept, ...gone]), held };
}

const NONE: ComeAndGone = { come: new Map(), gone: new Map() };

/** Names for a row that it shares with those that differ from it in two columns of the key, such as a code and its name. */
const keysBeside = ({ key }: Pick<Measure, "key">, row: Figure): string[] => {
  const values = key.map((part) => row[typeof part === "string" ? part : part.column] ?? null);
  return values.flatMap((_, one) =>
    values
      .slice(one)
      .map((_, more) =>
        JSON.stringify([one, more, values.filter((_, at) => at !== one && at !== one + more)]),
      ),
  );
};

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
