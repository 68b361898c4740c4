import type { z } from "zod";
import { type Protected, rounded } from "../../disclosure/protect.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** A published table: where its rows come from, their exact shape, what is hidden in it. */
export interface Release<S extends z.ZodObject = z.ZodObject> {
  /** One stem from here to the data file, the component and the page. */
  name: string;
  /** What one row is. */
  grain: string;
  row: S;
  /** How it is kept from telling of a child, in words for the data page. */
  disclosure: string;
  /** Column with the authority a row is about, for releases to one authority. */
  authority?: keyof z.infer<S> & string;
  /** Rows fit to leave the building. */
  rows(warehouse: Warehouse): Promise<Protected<z.infer<S> & Record<string, never>>>;
}

export interface ReleaseInput<S extends z.ZodObject> extends Omit<Release<S>, "rows"> {
  rows(warehouse: Warehouse): Promise<{ rows: z.infer<S>[]; hidden?: Protected<never>["hidden"] }>;
}

/** Declares a release; every row is held to its shape on the way out. */
export function defineRelease<S extends z.ZodObject>(input: ReleaseInput<S>): Release {
  return {
    ...input,
    rows: async (warehouse: Warehouse) => {
      const { rows, hidden = [] } = await input.rows(warehouse);
      return { rows: rows.map((row) => input.row.parse(row)), hidden };
    },
  } as unknown as Release;
}

/** Said of tables that are made from figures which others have already published. */
export const PUBLISHED_FIGURES =
  "Made from figures of whole authorities that are already published";

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
