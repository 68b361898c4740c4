import { group, max } from "d3";

interface Part {
  child_count: number | null;
  all_count: number | null;
}

/**
 * What shares of a whole are taken of. Each count is to the nearest five by itself, so the parts of a
 * whole can come to more than it: where all of them are shown it is their sum, that their shares come to
 * a hundred, else the whole or, if these are more, the parts shown. It is made of the counts beside it
 * alone and tells nothing that they do not.
 *
 * @param rows as they are published, with all parts of each whole.
 * @param wholeOf names the whole of a part.
 * @returns by name; null where the whole is too small to be shown.
 */
export function shareBases<P extends Part>(
  rows: readonly P[],
  wholeOf: (row: P) => string,
): Map<string, number | null> {
  const wholes = [...group(rows, wholeOf)].map(([name, parts]) => {
    // A hidden part is published without the whole.
    const all = max(parts, ({ all_count }) => all_count) ?? null;
    const shown = parts.reduce((sum, { child_count }) => sum + (child_count ?? 0), 0);
    if (all === null) return [name, null] as const;
    const areAllShown = parts.every(({ child_count }) => child_count !== null);
    return [name, areAllShown ? shown : Math.max(all, shown)] as const;
  });
  return new Map(wholes);
}
