import type { Column } from "./table.js";
import { interval, points } from "./words.js";

/** Columns of table twins: most of them are a title, the name of a column, and how it is written. */

type NumberOf<T> = { [K in keyof T]-?: T[K] extends number | null ? K : never }[keyof T];
type TextOf<T> = { [K in keyof T]-?: T[K] extends string | null ? K : never }[keyof T];

/** A figure; where there is none, what `instead` says, or else the symbol of the row. */
export function number<T>(
  title: string,
  name: NumberOf<T> | ((row: T) => number | null),
  format: (value: number) => string,
  instead: (row: T) => string | null = () => null,
): Column<T> {
  const figureOf = typeof name === "function" ? name : (row: T) => row[name] as number | null;
  return {
    title,
    text: (row) => {
      const value = figureOf(row);
      return value === null ? instead(row) : format(value);
    },
    isNumber: true,
  };
}

/** Words as they stand in a column, or made from the row. */
export const text = <T>(
  title: string,
  name: TextOf<T> | ((row: T) => string | null),
): Column<T> => ({
  title,
  text: typeof name === "function" ? name : (row) => row[name] as string | null,
});

interface Bounded {
  lower: number | null;
  upper: number | null;
}

/** "1.2 to 3.4", from the columns `lower` and `upper` unless others are named. */
export const between = <T>(
  title: string,
  bounds: (row: T) => Bounded,
  format: (value: number) => string = points,
  instead: (row: T) => string | null = () => null,
): Column<T> => ({
  title,
  text: (row) => {
    const { lower, upper } = bounds(row);
    return interval(lower, upper, format) ?? instead(row);
  },
  isNumber: true,
});

/** The 95% interval of rows that have `lower` and `upper`. */
export const interval95 = <T extends Bounded>(
  format?: (value: number) => string,
  instead?: (row: T) => string | null,
): Column<T> => between<T>("95% interval", (row) => row, format, instead);
