/** What a pound of an authority's spend figure is: planned, spent, given by DfE, or left over. */
export type SpendKind = "budget" | "outturn" | "allocation" | "balance";

/** One line of published spend, and the column that gives it. */
export interface SpendLine {
  column: string;
  line: string;
  kind: SpendKind;
}

/** One published file of authorities' spend, whose lines go to `authority_spend`. */
export interface SpendSource {
  table: string;
  title: string;
  lines: readonly SpendLine[];
  /** SQL giving the financial year, such as 2021-22, of a row. */
  year: string;
  /** SQL giving DfE's code of the area … */
  area?: string;
  /** … or its name, where the file has no code. */
  areaName?: string;
  /** SQL giving a line for rows whose column `line` differs from row to row. */
  lineSql?: string;
  /** SQL true where the authority did not exist in the year, so that zero is no figure. */
  isAbsent?: string;
}
