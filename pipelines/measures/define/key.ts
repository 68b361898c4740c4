import type { Figure } from "../../disclosure/protect.ts";

/** A column of a key: from its smallest value on, from its largest, or in the order of a list. */
export type KeyPart<N extends string> =
  | N
  | { column: N; descending: true }
  | { column: N; order: readonly string[] };

export type Key<N extends string> = readonly KeyPart<N>[];

/**
 * Rows in the order of their key: numbers by size, text by its characters' codes, null last. Where
 * two have the same key, as settings of one name may, the rest of the row decides.
 */
export const sortByKey = <F extends Figure>(key: Key<string>, rows: readonly F[]): F[] =>
  rows
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((a, b) => {
      for (const part of key) {
        const difference = compare(part, a.row, b.row);
        if (difference !== 0) return difference;
      }
      return a.text < b.text ? -1 : Number(a.text > b.text);
    })
    .map(({ row }) => row);

function compare(part: KeyPart<string>, a: Figure, b: Figure): number {
  const column = typeof part === "string" ? part : part.column;
  const [left, right] = [a[column] ?? null, b[column] ?? null];
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (typeof part !== "string" && "order" in part) {
    return part.order.indexOf(String(left)) - part.order.indexOf(String(right));
  }
  const isBefore = typeof left === "number" ? left < Number(right) : String(left) < String(right);
  const isDescending = typeof part !== "string";
  return isBefore === isDescending ? 1 : -1;
}
