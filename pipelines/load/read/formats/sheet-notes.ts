import type { Merge } from "./book.ts";
import { columnLetter } from "./origin.ts";

/** What a sheet has that cells as text do not tell; places only, never what stands in a cell. */
interface Shape {
  tall: readonly Merge[];
  wide: readonly Merge[];
  hiddenRows: readonly number[];
  hiddenColumns: readonly number[];
  unshown: readonly string[];
  scaled: readonly string[];
  /** Rows of cells that hold something under no heading, by column. */
  beside: ReadonlyMap<number, readonly number[]>;
}

/** What the report of a load says of a sheet's merged and hidden cells. */
export function shapeNotes(shape: Shape): string[] {
  const { tall, wide, hiddenRows, hiddenColumns, unshown, scaled, beside } = shape;
  const columns = runs(hiddenColumns).map((run) => run.map(columnLetter));
  return [
    ...told(
      tall.map(rangeOf),
      (cells) => `has merged cells (${cells}), whose text was given to each of their rows`,
    ),
    ...told(
      wide.map(rangeOf),
      (cells) =>
        `has cells merged across columns (${cells}), of which the first alone holds anything`,
    ),
    ...told(
      runs(hiddenRows).map(runText),
      (rows) => `has hidden rows that were not loaded although they hold something (${rows})`,
    ),
    ...told(
      columns.map(runText),
      (letters) => `has hidden columns, which were not loaded (${letters})`,
    ),
    ...told(
      unshown,
      (cells) =>
        `has cells whose format shows nothing of what they hold, which were taken as blank (${cells})`,
    ),
    ...told(
      scaled,
      (letters) =>
        `shows numbers in thousands or millions, which were loaded in full (columns ${letters})`,
    ),
    ...told(
      [...beside].sort(([a], [b]) => a - b).flatMap(besideIn),
      (cells) => `has text beside its table, under no heading, which was not loaded (${cells})`,
    ),
  ];
}

export const rangeOf = ({ top, bottom, left, right }: Merge): string =>
  `${columnLetter(left)}${top}:${columnLetter(right)}${bottom}`;

/** A few cells by name, many of one column by their number. */
function besideIn([column, rows]: readonly [number, readonly number[]]): string[] {
  const letter = columnLetter(column);
  return rows.length > MOST_OF_A_COLUMN
    ? [`${rows.length} cells of column ${letter}`]
    : rows.map((row) => `${letter}${row}`);
}

const MOST_OF_A_COLUMN = 4;
const MOST_NAMED = 10;

function told(places: readonly string[], words: (places: string) => string): string[] {
  if (places.length === 0) return [];
  const more = places.length - MOST_NAMED;
  return [words(`${places.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`)];
}

/** Numbers that follow each other, as their first and last. */
function runs(numbers: readonly number[]): number[][] {
  const found: number[][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last.at(-1) === number - 1) last[1] = number;
    else found.push([number]);
  }
  return found;
}

const runText = (run: readonly (number | string)[]): string => run.join("–");
