import type { z } from "zod";

/** A cell that takes every value seen in a column: as code, and as itself. */
export interface CellGuess {
  kind: "integer" | "decimal" | "date" | "code" | "identifier" | "text";
  /** Makers of loaders/contract/cells.ts that the code calls. */
  imports: readonly string[];
  source: string;
  cell: z.ZodType;
  /** An invented text that the cell takes, another for each number as far as there is room. */
  good: (nth: number) => string;
  /** A text that the cell refuses. */
  bad: string | null;
  /** SQL that gives the stored column its type, where cells of that form are kept as text. */
  sql?: (column: string) => string;
}
