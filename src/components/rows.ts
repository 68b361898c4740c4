/** What FileAttachment().arrow() gives, as far as it is used here. */
interface ArrowTable {
  numRows: number;
  schema: { fields: { name: string }[] };
  getChild(name: string): { toArray(): ArrayLike<unknown>; get(index: number): unknown } | null;
}

/** Plain rows of an Arrow table, read column by column. */
export function rowsOf<T>(table: ArrowTable): T[] {
  const rows: Record<string, unknown>[] = Array.from({ length: table.numRows }, () => ({}));
  for (const { name } of table.schema.fields) {
    const column = table.getChild(name);
    rows.forEach((row, i) => {
      row[name] = column?.get(i) ?? null;
    });
  }
  return rows as T[];
}

/** A published table as a page attaches it. */
interface Attached {
  arrow(): Promise<ArrowTable>;
}

/** Rows of the published tables that a page attaches, each under its name. */
export async function tablesOf<N extends string>(
  files: Readonly<Record<N, Attached>>,
): Promise<Record<N, unknown[]>> {
  const names = Object.keys(files) as N[];
  const rows = await Promise.all(names.map(async (name) => rowsOf(await files[name].arrow())));
  return Object.fromEntries(names.map((name, i) => [name, rows[i]])) as Record<N, unknown[]>;
}

/** Distinct values in order of first appearance. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
