/** The columns of a file that its loader does not name, by what they hold. */
export interface Rest {
  /** Stem of the file's name, which tells sources of the same shape apart. */
  file: string;
  /** Columns that say what a row is about. */
  filters: RestColumn[];
  /** Columns of numbers. */
  figures: RestColumn[];
  /** Cells of a figure that hold neither a number nor a known symbol, by column; they are refused. */
  unread: Record<string, number>;
}

export interface RestColumn {
  name: string;
  position: number;
}
