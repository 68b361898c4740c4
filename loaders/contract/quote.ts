/** Text as a SQL literal. DuckDB is handed SQL that ends at the first NUL, so one is written as a call. */
export const quote = (text: string): string => {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\0") ? `(${quoted.replaceAll("\0", "' || chr(0) || '")})` : quoted;
};
