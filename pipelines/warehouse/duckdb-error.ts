/** What DuckDB says while rows are read begins with the kind of its error. */
export const isOfDuckDB = (error: unknown): boolean =>
  error instanceof Error && /^(INTERRUPT|[A-Z][A-Za-z -]*) Error: /.test(error.message);
