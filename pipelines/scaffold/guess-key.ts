import type { ColumnGuess } from "./column-guess.ts";

const MOST_COLUMNS = 4;
/** Columns tried, the likeliest first: every set of four of fifteen is 1,365. */
const MOST_TRIED = 15;

/**
 * The smallest set of columns that names a row; of several the one with the likeliest columns. A
 * column of authorities always belongs to it, since local numbers repeat between them.
 *
 * @returns every column where no four are enough.
 */
export function guessKey(
  columns: readonly ColumnGuess[],
  rows: readonly (readonly (string | null)[])[],
): string[] {
  const different = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  const always = columns.filter(({ name }) => name === "authority_code");
  const tried = columns
    .filter((column) => !always.includes(column) && rank(column) < UNLIKELY)
    .sort((a, b) => rank(a) - rank(b) || a.position - b.position)
    .slice(0, MOST_TRIED);
  for (let size = 1; size <= MOST_COLUMNS; size++) {
    for (const set of sets(tried, size)) {
      const key = [...always, ...set];
      if (names(key, different)) return ordered(columns, key);
    }
  }
  return ordered(
    columns,
    columns.filter(({ privacy }) => privacy !== "month"),
  );
}

const UNLIKELY = 9;

/** Identifiers name rows, then days and codes; amounts are different by chance. */
function rank({ name, kind, isNullable, privacy }: ColumnGuess): number {
  if (privacy === "month" || kind === "decimal") return UNLIKELY;
  const base =
    name === "child_id"
      ? 1
      : { identifier: 0, date: 2, code: 3, text: 4, integer: 5, decimal: UNLIKELY }[kind];
  return base + (isNullable ? 3.5 : 0);
}

function* sets<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i <= items.length - size; i++) {
    for (const rest of sets(items, size - 1, i + 1)) yield [items[i]!, ...rest];
  }
}

function names(
  key: readonly ColumnGuess[],
  rows: readonly (readonly (string | null)[])[],
): boolean {
  const seen = new Set<string>();
  for (const row of rows) {
    const value = key.map(({ position }) => row[position] ?? "").join("\0");
    if (seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}

const ordered = (columns: readonly ColumnGuess[], key: readonly ColumnGuess[]): string[] =>
  columns.filter((column) => key.includes(column)).map(({ name }) => name);
