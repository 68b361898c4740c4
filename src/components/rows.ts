/** What FileAttachment().arrow() gives, as far as it is used here. */
interface ArrowTable<T> {
  numRows: number;
  schema: { fields: { name: string }[] };
  get(index: number): (T & { toJSON(): T }) | null;
}

/** Plain rows of an Arrow table. */
export function rowsOf<T>(table: ArrowTable<T>): T[] {
  const rows: T[] = [];
  for (let i = 0; i < table.numRows; i++)
    rows.push({ ...(table.get(i) as { toJSON(): T }).toJSON() });
  return rows;
}

/** Distinct values in order of first appearance. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
