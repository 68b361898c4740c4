import type { ColumnGuess } from "./column-guess.ts";

const MOST_COLUMNS = 4;
/** Columns tried, the likeliest first: every set of four of fifteen is 1,365. */
const MOST_TRIED = 15;

/**
 * The smallest set of columns that names a row; of several the one with the likeliest columns. A
 * column of authorities always belongs to it, since local numbers repeat between them.
 *
 * @returns every column but measures where no four are enough, and every one where those do not do.
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
  const all = columns.filter(({ privacy }) => privacy !== "month");
  const about = all.filter((column) => !isMeasure(column));
  return ordered(columns, names(about, different) ? about : all);
}

const COUNTED =
  /(^|_)(count|number_of|no_of|num|total|sum|amount|value|hours|days|weeks|minutes|miles|rate|ratio|share|percent|percentage|pct|average|mean|median|score|points|referrals|waiting|under|over|headcount|fte|places|pupils|children|cases|plans)(_|$)/;

/** What is measured of a row is not what the row is about, however different its values are. */
function isMeasure({ name, kind, sql }: ColumnGuess): boolean {
  // Text that a model makes a number of is a number; a day written as text is a day.
  const isNumberInText = kind === "text" && sql !== undefined && /::double/.test(sql(name));
  return kind === "decimal" || isNumberInText || (kind === "integer" && COUNTED.test(name));
}

const UNLIKELY = 9;

/** Identifiers name rows, then days and codes; amounts are different by chance. */
function rank(column: ColumnGuess): number {
  const { name, kind, isNullable, privacy } = column;
  if (privacy === "month" || isMeasure(column)) return UNLIKELY;
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
