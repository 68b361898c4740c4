/**
 * A table laid out for people: headings over several rows, merged or repeated, notes above and
 * below. Its columns are found by the words of their headings, read from left to right, so that
 * neither their place nor the way the headings were joined matters.
 */
export interface Sheet {
  /**
   * Columns in the order they stand: the contract's name, and words (written as contracts write
   * them) that the headings above it hold. Columns between them are passed over.
   */
  columns: readonly SheetColumn[];
  /** Whether a row below the headings is one of the table's, and not a note or a blank. */
  isBody: (row: Readonly<Record<string, string>>) => boolean;
  /** A column that no cell holds, read out of the headings; the pattern's groups are joined by "-". */
  fromHeadings?: { column: string; pattern: RegExp };
}

export interface SheetColumn {
  name: string;
  words: string;
  /** Whether some editions do not have it. */
  isSometimes?: boolean;
  /** A column to its left without which it is not looked for. */
  onlyWith?: string;
}

/** Columns given as name: words. */
export const sheetColumns = (columns: Readonly<Record<string, string>>): SheetColumn[] =>
  Object.entries(columns).map(([name, words]) => ({ name, words }));
