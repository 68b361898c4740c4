import type { z } from "zod";
import type { Measure } from "../measures/define/measure.ts";
import { commonMeaning, ownMeaning, unitOf } from "./meanings.ts";

/** What one column of a published table is. */
export interface PublishedColumn {
  table: string;
  column: string;
  /** text, number or yes or no. */
  type: string;
  /** Of a number, what it counts or is measured in. */
  unit: string | null;
  meaning: string | null;
  /** The values of a text that can have no others. */
  values: string | null;
  /** Whether it may be empty: hidden, or not to be had. */
  may_be_empty: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  enum: "text",
  number: "number",
  boolean: "yes or no",
};

/**
 * The data dictionary: every column of every published table, from the columns that its definition
 * has once. Where a definition says no more than others of that name, the words are those of
 * data/dictionary.
 */
export const publishedDictionary = (measures: readonly Measure[]): PublishedColumn[] =>
  measures.flatMap(({ name, columns }) =>
    Object.entries(columns).map(([column, cell]) => {
      const { type, values } = kindOf(cell);
      return {
        table: name,
        column,
        type,
        unit: type === "number" ? unitOf(name, column) : null,
        meaning:
          cell.description ??
          ownMeaning(name.replaceAll("-", "_"), column) ??
          commonMeaning(column) ??
          null,
        values,
        may_be_empty: cell.isNullable(),
      };
    }),
  );

/** @throws for a cell of a kind that no table may have. */
function kindOf(cell: z.ZodType): { type: string; values: string | null } {
  let inner: z.core.$ZodType = cell;
  while ("innerType" in inner._zod.def) inner = inner._zod.def.innerType as z.core.$ZodType;
  const { def } = inner._zod;
  const type = TYPES[def.type];
  if (!type)
    throw new Error(`expected text, number or yes or no in a published table: ${def.type}`);
  const entries = "entries" in def ? Object.values(def.entries as Record<string, string>) : null;
  return { type, values: entries?.join("; ") ?? null };
}
