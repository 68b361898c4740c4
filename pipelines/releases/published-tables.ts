import type { Figure, Protected } from "../disclosure/protect.ts";
import type { Division } from "../disclosure/sums-of-children.ts";
import { countedBy, type Measure, type PublishedRows } from "../measures/define/measure.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { heldTogether } from "./held-together.ts";
import {
  BLANK,
  cellsOf,
  type HeldRow,
  holdRows,
  publishedBefore,
  sameKeys,
  tooNear,
} from "./hold.ts";
import { comeAndGone, movedByFew, nearSets, unchangedSets } from "./near.ts";
import { hideEverywhere, sameSets, type Table } from "./one-rule.ts";

export interface PublishedTable {
  measure: Measure;
  rows: Figure[];
  /** How many rows are blank, as anyone can count them; of a table that is not about children, by rule. */
  hidden: Protected<Figure>["hidden"];
  /** By which rule, as it was judged now: for the analyst alone, as rows that were kept may be judged otherwise. */
  why: Protected<Figure>["hidden"];
}

export interface PublishedTables {
  tables: PublishedTable[];
  held: HeldRow[];
}

/** Said on the data page of figures that another table hides. */
const ELSEWHERE = "hidden, as another table hides the same figure";

/**
 * The rows of all tables as they may be published: those that would tell of a few children beside an
 * earlier release, or beside another row of this one, are as they were published before or blank, and
 * what is hidden in one table is hidden in all. Tables that are made of others are made of these rows.
 *
 * @param protectedNow Rows of all tables that are not made of others, with what is small hidden.
 * @param divisions Which sets of children the tables divide into which.
 */
export async function publishedTables(
  warehouse: Warehouse,
  measures: readonly Measure[],
  protectedNow: ReadonlyMap<string, Protected<Figure>>,
  divisions: readonly Division[],
  task: Task,
): Promise<PublishedTables> {
  const now = new Map(protectedNow);
  const compared = measures.filter(({ contributors }) => typeof contributors === "function");
  task.report("comparing with earlier releases");
  const near = await nearSets(warehouse, countedBy(measures));
  const sizes = await sizesNow(warehouse);
  const shown = new Map<string, { children: number; tables: number }>();
  for (const measure of compared) {
    const own = new Set<string>();
    for (const row of now.get(measure.name)!.rows) {
      if ("child_count" in row && row.child_count === null) continue;
      for (const cell of cellsOf(measure, row)) own.add(cell);
    }
    for (const cell of own) {
      const tables = (shown.get(cell)?.tables ?? 0) + 1;
      shown.set(cell, { children: sizes.get(cell) ?? 0, tables });
    }
  }
  const moved = await comeAndGone(warehouse);
  const few = movedByFew(moved);
  const alone = tooNear(near, shown);
  const kept = await heldTogether(warehouse, divisions, shown, new Map([...few, ...alone]));
  // A row of those who came or went stays as it was; it is not blank where it is new.
  for (const cell of few.keys()) if (!alone.has(cell)) kept.delete(cell);
  const before = await publishedBefore(warehouse);
  const unchanged = await unchangedSets(warehouse);
  const held: HeldRow[] = [];
  const tables = new Map<string, Table>();
  for (const measure of compared) {
    const own = before(measure);
    const found = holdRows(measure, now.get(measure.name)!.rows, kept, own, {
      unchanged,
      moved: few,
      sizes,
    });
    const same = sameKeys(measure, found.rows, kept, own, sizes, moved);
    held.push(...found.held, ...same.held);
    tables.set(measure.name, { measure, rows: same.rows });
  }
  const elsewhere = hideEverywhere(
    [...tables.values()],
    await sameSets(warehouse),
    await sameSets(warehouse, "true"),
  );
  for (const table of tables.values()) {
    const rows = table.rows.map(withoutWholes);
    table.rows = table.measure.finish?.(rows) ?? rows;
  }
  const published: PublishedRows = async (measure) => {
    const name = measure.name;
    if (!now.has(name))
      now.set(name, (await measure.rows(warehouse, published)) as Protected<Figure>);
    if (!tables.has(name))
      tables.set(name, { measure: measure as Measure, rows: now.get(name)!.rows });
    return tables.get(name)!.rows as Awaited<ReturnType<typeof measure.rows>>["rows"];
  };
  const all: PublishedTable[] = [];
  for (const measure of measures) {
    await published(measure);
    const own = held.filter((row) => row.measure === measure.name);
    // How many rows are as before is not said: it would tell that few children differ.
    const blank = own.filter(({ shown: how }) => how === "hidden").length;
    const made = now.get(measure.name)!;
    const rows = tables.get(measure.name)!.rows;
    const why = [
      ...made.hidden,
      { rule: BLANK, rows: blank },
      { rule: ELSEWHERE, rows: elsewhere.get(measure.name) ?? 0 },
    ].filter((one) => one.rows > 0);
    const isOfChildren = typeof measure.contributors === "function";
    all.push({ measure, rows, why, hidden: isOfChildren ? blanksOf(rows) : why });
  }
  return { tables: all, held };
}

/** Columns of a row that are of a whole which it is a part of. */
const OF_WHOLES = ["all_count", "children_covered", "pounds_covered"];

/** A blank row without them: where some had theirs, it was told which are blank to cover others. */
function withoutWholes(row: Figure): Figure {
  if (row.symbol !== "c" || row.child_count !== null) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, OF_WHOLES.includes(name) ? null : value]),
  ) as Figure;
}

/** Said of all that is blank alike: which rule hid a row is judged from children that it may not be of. */
const HIDDEN = "hidden so that no child can be identified";

const blanksOf = (rows: readonly Figure[]): Protected<Figure>["hidden"] => {
  const blank = rows.filter(({ symbol }) => symbol === "c").length;
  return blank > 0 ? [{ rule: HIDDEN, rows: blank }] : [];
};

const sizesNow = async (warehouse: Warehouse): Promise<Map<string, number>> => {
  const rows = await warehouse.rows<{ cell: string; child_count: number }>(
    "select cell, child_count from members_now",
  );
  return new Map(rows.map(({ cell, child_count }) => [cell, child_count]));
};
