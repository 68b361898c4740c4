import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  DuckDBUUIDValue,
  type DuckDBValue,
} from "@duckdb/node-api";

/** A value as the rest of the program sees it. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Row = { [column: string]: Value };

/**
 * DuckDB's values as plain JavaScript: whole numbers and decimals as numbers, dates and timestamps
 * as ISO text, UUIDs as text.
 *
 * @throws RangeError for a whole number that JavaScript cannot hold exactly.
 */
export function toValue(value: DuckDBValue): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new RangeError(`${value} is too large to hold exactly`);
    return number;
  }
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampValue) return `${value.toString().replace(" ", "T")}Z`;
  if (value instanceof DuckDBUUIDValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(toValue);
  if (value instanceof DuckDBStructValue)
    return namedRow(Object.keys(value.entries), Object.values(value.entries));
  if (typeof value === "object") return String(value);
  return value;
}

const isHeld = (value: DuckDBValue) =>
  typeof value !== "bigint" || Number.isSafeInteger(Number(value));

/** A value for a reader: a whole number that JavaScript cannot hold exactly is its digits as text. */
export const toShownValue = (value: DuckDBValue): Value =>
  isHeld(value) ? toValue(value) : String(value);

/**
 * A row by its columns' names, whatever they are: assigned to an object, `__proto__` is lost.
 *
 * @param read what is made of each value.
 */
export const namedRow = (names: string[], values: DuckDBValue[], read = toValue): Row =>
  Object.fromEntries(names.map((name, i) => [name, read(values[i]!)]));
