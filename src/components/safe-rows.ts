/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows for a file that may be opened in a spreadsheet: an apostrophe goes before such text. */
export const safeRows = (rows: readonly object[]): object[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        typeof value === "string" && FORMULA.test(value) ? `'${value}` : value,
      ]),
    ),
  );
