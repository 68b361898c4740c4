import type { Figure } from "./protect.ts";

/** Whether a row is of all authorities together and hidden. */
const isHiddenWhole = ({ authority_code, child_count }: Figure): boolean =>
  authority_code === "all" && child_count === null;

const nameOf = (row: Figure, alike: readonly string[]): string =>
  JSON.stringify(alike.map((column) => row[column]));

/**
 * The rows, and a blank one of each further authority beside every row of all together that is hidden:
 * of so few children it would be told who has any by who has a row, and some have one alone.
 *
 * @param alike Columns that a row of all together shares with those of single authorities.
 */
export function ofEachAuthority<R extends Figure>(
  rows: readonly R[],
  alike: readonly string[],
): R[] {
  const each = rows.filter(({ authority_code }) => authority_code !== "all");
  const heads = new Map(
    each.map(({ authority_code, authority_name }) => [authority_code, authority_name]),
  );
  const known = new Set(each.map((row) => nameOf(row, ["authority_code", ...alike])));
  const more = rows
    .filter(isHiddenWhole)
    .flatMap((whole) =>
      [...heads]
        .map(([authority_code, authority_name]) => ({ ...whole, authority_code, authority_name }))
        .filter((row) => !known.has(nameOf(row, ["authority_code", ...alike]))),
    );
  return [...rows, ...more];
}

/** Whether a row of an authority may be of nobody, as that of all together is hidden. */
export function mayBeOfNobody(
  rows: readonly Figure[],
  alike: readonly string[],
): (row: Figure) => boolean {
  const hidden = new Set(rows.filter(isHiddenWhole).map((row) => nameOf(row, alike)));
  return (row) => row.authority_code !== "all" && hidden.has(nameOf(row, alike));
}
