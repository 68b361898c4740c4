/** Text as a SQL literal. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name of a table or column as SQL writes it. */
export const identifierSql = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What `trimCell` takes off, and how SQL writes it. */
export const BLANKS = { " ": "' '", "\t": "chr(9)", "\u00a0": "chr(160)", "\ufeff": "chr(65279)" };
export const trimSql = (raw: string): string =>
  `trim(${raw}, ${Object.values(BLANKS).join(" || ")})`;
