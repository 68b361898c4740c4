import { z } from "zod";
import { inTable } from "../../disclosure/covers.ts";
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
  /** Column with the authority a row is about, for releases to one authority. */
  authority?: keyof C & string;
}

/** A published table: where its rows come from, their exact shape, what is hidden in it. */
export interface Measure extends Described<Columns> {
  row: z.ZodObject;
  /** Adds what published rows tell to the audit; a reason where they tell nothing of children. */
  audit: Audit<Figure> | { notAudited: string };
  /** Rows fit to leave the building. */
  rows(warehouse: Warehouse): Promise<Protected<Figure>>;
}

/** A measure whose rows are typed, for those that are made from it. */
export interface MeasureOf<C extends Columns> extends Omit<Measure, "rows" | "columns"> {
  columns: C;
  rows(warehouse: Warehouse): Promise<{ rows: RowOf<C>[]; hidden: Protected<never>["hidden"] }>;
}

export interface MeasureInput<C extends Columns> extends Described<C> {
  /** What the audit of all tables together learns from it, or why it has nothing to learn. */
  audit: Audit<RowOf<C>> | { notAudited: string };
  rows(warehouse: Warehouse): Promise<{ rows: RowOf<C>[]; hidden?: Protected<never>["hidden"] }>;
}

/**
 * Declares a published table. On the way out every row is held to its columns, and rows are put in
 * the order of their key, so that the same figures are the same bytes.
 *
 * @throws when a row is not of its shape.
 */
export function defineMeasure<C extends Columns>(input: MeasureInput<C>): MeasureOf<C> & Measure {
  const row = z.strictObject(input.columns);
  return {
    ...input,
    row,
    rows: async (warehouse: Warehouse) => {
      const { rows, hidden = [] } = await inTable(input.name, () => input.rows(warehouse));
      const shaped = rows.map((each) => row.parse(each) as Figure);
      return { rows: sortByKey(input.key, shaped), hidden };
    },
  } as MeasureOf<C> & Measure;
}

/** Said of tables that are made from figures which others have already published. */
export const PUBLISHED_FIGURES =
  "Made from figures of whole authorities that are already published";

/** Why a table of such figures is in no audit of children. */
export const OF_AUTHORITIES = {
  notAudited: "figures of whole authorities that others have published, and of no child",
};

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
