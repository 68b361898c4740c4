interface Named {
  authority_name: string;
  instrument: string;
  version: string;
}

/** Names rows of one authority each: one that changed its instrument has a row for each of them. */
export const authorityNames =
  <T extends Named>(rows: readonly T[]) =>
  (row: T): string =>
    rows.some((other) => other !== row && other.authority_name === row.authority_name)
      ? `${row.authority_name}, ${row.instrument} ${row.version}`
      : row.authority_name;
