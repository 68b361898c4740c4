import { z } from "zod";
import { inTable } from "../../disclosure/covers.ts";
import type { CountedChildren } from "../../disclosure/nested-sets.ts";
import { type Figure, type Protected, rounded } from "../../disclosure/protect.ts";
import type { SumsOfChildren } from "../../disclosure/sums-of-children.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Key, sortByKey } from "./key.ts";

/** Columns of a published table: each once, its type and what it means (see `dictionary`). */
export type Columns = Readonly<Record<string, z.ZodType>>;

/** A row of a published table. */
export type RowOf<C extends Columns> = z.infer<z.ZodObject<C>>;

/** Says what the rows of a table tell of counts of children, so that all tables are audited together. */
export type Audit<R> = (sums: SumsOfChildren, rows: readonly R[]) => void;

/** Names of the sets of children that a row is made of, as the table `contributors` has them. */
export type Contributors<R> = (row: R) => readonly string[];

/** What a row says of the first of its sets of children: a name for it, and whether it is hidden here. */
export interface Said {
  statistic: string;
  isHidden: boolean;
}

export type Shows<R> = (row: R) => readonly Said[];

export const NUMBER = "number";

/** How many children are in the set. */
export const numberOf = ({ child_count }: { child_count: number | null }): Said => ({
  statistic: NUMBER,
  isHidden: child_count === null,
});

/** A mean of them, which may be missing for other reasons than that it is hidden. */
export const meanOf = (
  statistic: string,
  mean: number | null,
  { symbol }: { symbol: string | null },
): Said => ({ statistic, isHidden: mean === null && symbol === "c" });

/** The rows of another measure as they are published: what was kept back of them is kept back. */
export type PublishedRows = <C extends Columns>(measure: MeasureOf<C>) => Promise<RowOf<C>[]>;

interface Described<C extends Columns> {
  /** One stem from its folder to the data file, the golden file and, unless said, the component. */
  name: string;
  /** What one row is. */
  grain: string;
  columns: C;
  /** What tells one row from all others; rows are published in its order. */
  key: Key<keyof C & string>;
  /** How it is kept from telling of a child, in words for the data page. */
  disclosure: string;
  /** The page of src/method that says how it is made. */
  method: string;
  /** The file of src/components that draws it, where that has another name; or why none does. */
  component?: string | { notDrawn: string };
  /** Whether it is made of the published rows of other tables and of nothing else about children. */
  isMadeOfOthers?: true;
  /** Column with the authority a row is about, for releases to one authority. */
  authority?: keyof C & string;
}

/** A published table: where its rows come from, their exact shape, what is hidden in it. */
export interface Measure extends Described<Columns> {
  row: z.ZodObject;
  /** Adds what published rows tell to the audit; a reason where they tell nothing of children. */
  audit: Audit<Figure> | { notAudited: string };
  /** By which its rows are compared with earlier releases and with each other; or why they are not. */
  contributors: Contributors<Figure> | { notCompared: string };
  /** What it shows that others show too, and that is hidden everywhere if it is hidden anywhere. */
  shows?: Shows<Figure>;
  /** Counts that a row tells of children who are no set of `contributors`: they wait until they differ by enough. */
  counts?: (row: Figure) => readonly (number | null)[];
  /** Whom it counts, where every row is a count of children: what others count of them is found from it. */
  counted?: CountedChildren;
  /** Adds to rows that were compared with earlier releases what is made of other rows of the table alone. */
  finish?(rows: readonly Figure[]): Figure[];
  /** Rows fit to leave the building. */
  rows(warehouse: Warehouse, published?: PublishedRows): Promise<Protected<Figure>>;
}

/** A measure whose rows are typed, for those that are made from it. */
export interface MeasureOf<C extends Columns> extends Omit<Measure, "rows" | "columns"> {
  columns: C;
  rows(
    warehouse: Warehouse,
    published?: PublishedRows,
  ): Promise<{ rows: RowOf<C>[]; hidden: Protected<never>["hidden"] }>;
}

export interface MeasureInput<C extends Columns> extends Described<C> {
  /** What the audit of all tables together learns from it, or why it has nothing to learn. */
  audit: Audit<RowOf<C>> | { notAudited: string };
  /**
   * The sets of children that a row is made of, so that two releases, and two rows of one, are never
   * apart by a few children; or why it tells of none.
   */
  contributors: Contributors<RowOf<C>> | { notCompared: string };
  shows?: Shows<RowOf<C>>;
  counts?: (row: RowOf<C>) => readonly (number | null)[];
  counted?: CountedChildren;
  /** What rows say of each other, so that none is held back because of another's children. */
  finish?(rows: readonly RowOf<C>[]): RowOf<C>[];
  /** @param published Rows of other measures, for one that is made of them. */
  rows(
    warehouse: Warehouse,
    published: PublishedRows,
  ): Promise<{ rows: RowOf<C>[]; hidden?: Protected<never>["hidden"] }>;
}

/**
 * Declares a published table. On the way out every row is held to its columns, and rows are put in
 * the order of their key, so that the same figures are the same bytes.
 *
 * @throws when a row is not of its shape.
 */
export function defineMeasure<C extends Columns>(input: MeasureInput<C>): MeasureOf<C> {
  const row = z.strictObject(input.columns);
  return {
    ...input,
    row,
    rows: async (warehouse: Warehouse, published: PublishedRows = asTheyAre(warehouse)) => {
      const { rows: made, hidden = [] } = await inTable(input.name, () =>
        input.rows(warehouse, published),
      );
      const rows = input.finish?.(made) ?? made;
      const shaped = rows.map((each) => row.parse(each) as Figure);
      return { rows: sortByKey(input.key, shaped), hidden };
    },
  } as unknown as MeasureOf<C>;
}

/** Rows of other measures without regard to earlier releases. */
const asTheyAre =
  (warehouse: Warehouse): PublishedRows =>
  async (measure) =>
    (await measure.rows(warehouse)).rows;

/** Whom the tables count that are nothing but counts of children. */
export const countedBy = (measures: readonly Measure[]): CountedChildren[] =>
  measures.flatMap(({ counted }) => (counted ? [counted] : []));

/** Said of tables that are made from figures which others have already published. */
export const PUBLISHED_FIGURES =
  "Made from figures of whole authorities that are already published";

/** Why a table of such figures is in no audit of children. */
export const OF_AUTHORITIES = {
  notAudited: "figures of whole authorities that others have published, and of no child",
};

/** Why its rows are compared with no earlier ones. */
export const OF_NO_CHILD = { notCompared: OF_AUTHORITIES.notAudited };

/** Rows with their numbers to four decimals: doubles summed in parallel differ in the fifteenth. */
export const roundedRows = <T extends object>(rows: readonly T[]): T[] =>
  rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === "number" ? rounded(value, 4) : value,
        ]),
      ) as T,
  );
