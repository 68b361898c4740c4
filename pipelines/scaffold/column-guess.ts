import type { CellGuess } from "./cell-guess.ts";

export interface ColumnGuess extends CellGuess {
  /** As the supplier writes it, and where it stands. */
  header: string;
  position: number;
  /** As the contract names it. */
  name: string;
  isNullable: boolean;
  isOptional: boolean;
  privacy: "pseudonym" | "month" | null;
  /** Share of rows in which it is blank. */
  blankShare: number;
}
