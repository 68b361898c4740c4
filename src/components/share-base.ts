import { sumOf } from "./words.js";

interface Part {
  child_count: number | null;
  all_count: number | null;
}

/**
 * What the shares of all the parts of one whole are of, by the rounded counts: their sum where all are
 * shown, else the whole or, if these are more, the parts shown; null where the whole is hidden. Tables
 * have their shares by the same rule (`shareBases`), so a sentence agrees with the table below it.
 */
export function shareBase(parts: readonly Part[]): number | null {
  const all = parts.find(({ all_count }) => all_count !== null)?.all_count ?? null;
  if (all === null) return null;
  const shown = sumOf(parts, ({ child_count }) => child_count);
  return parts.every(({ child_count }) => child_count !== null) ? shown : Math.max(all, shown);
}

/**
 * What some parts, each of a whole of its own, are of their wholes together, in per cent.
 *
 * @param parts to count; any that is hidden, or whose whole is, is left out with its whole.
 * @param wholeOf all parts of the whole that one is of.
 */
export function shareOfWholes<P extends Part>(
  parts: readonly P[],
  wholeOf: (part: P) => readonly P[],
): { counted: P[]; base: number; share: number | null } {
  const known = parts.flatMap((part) => {
    const base = part.child_count === null ? null : shareBase(wholeOf(part));
    return base ? [{ part, base }] : [];
  });
  const base = sumOf(known, (one) => one.base);
  const count = sumOf(known, ({ part }) => part.child_count);
  const counted = known.map(({ part }) => part);
  return { counted, base, share: base > 0 ? (100 * count) / base : null };
}
