import {
  DECIMAL_TEXT,
  decimal,
  INTEGER_TEXT,
  integer,
  text,
} from "../../loaders/contract/cells.ts";
import type { CellGuess } from "./cell-guess.ts";

const every = (values: readonly string[], pattern: RegExp) =>
  values.every((value) => pattern.test(value));

const number = (value: string): number => Number(value.replace(/[£,]/g, ""));

/** Room above the largest value, to 1, 2 or 5 and zeros: the next file's largest is another. */
export function roundedUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((bound) => bound >= value)!;
}

const written = (value: number): string =>
  value < 10_000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, "_");

const range = (values: readonly number[], isYear: boolean) => {
  if (isYear) return { min: 1990, max: 2100 };
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  return { min: least < 0 ? -roundedUp(-least) : 0, max: roundedUp(Math.max(most, 1)) };
};

const bounded = ({ min, max }: { min: number; max: number }) =>
  `{ min: ${min < 0 ? "-" : ""}${written(Math.abs(min))}, max: ${written(max)} }`;

/** Whole numbers between bounds; a leading zero says that the digits are a name. */
export function integerCell(values: readonly string[], name: string): CellGuess | null {
  if (!every(values, INTEGER_TEXT) || values.some((value) => /^0[0-9]/.test(value))) return null;
  const numbers = values.map(Number);
  const isYear = /(^|_)year(_|$)/.test(name) && numbers.every((n) => n >= 1990 && n <= 2100);
  const bounds = range(numbers, isYear);
  const room = Math.min(bounds.max - bounds.min + 1, 1_000_000);
  return {
    kind: "integer",
    imports: ["integer"],
    source: `integer(${bounded(bounds)})`,
    cell: integer(bounds),
    good: (nth) => String(bounds.min + (nth % room)),
    bad: "many",
  };
}

/** Amounts of at most two decimals, with or without a pound sign. */
export function decimalCell(values: readonly string[]): CellGuess | null {
  if (!every(values, DECIMAL_TEXT) || !values.some((value) => /[.£,]/.test(value))) return null;
  // A loader of pounds reads to the penny; what else has more decimals would lose them.
  if (values.some((value) => /[.][0-9]{3}/.test(value))) return null;
  const bounds = range(values.map(number), false);
  return {
    kind: "decimal",
    imports: ["decimal"],
    source: `decimal(${bounded(bounds)})`,
    cell: decimal(bounds),
    good: (nth) => ((nth * 1.37) % bounds.max).toFixed(2),
    bad: "a lot",
  };
}

/** As programs write numbers: any decimals, commas between thousands, an exponent. */
const LONG_DECIMAL =
  /^[+-]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,15})([.][0-9]{1,17})?|[.][0-9]{1,17})([eE][+-]?[0-9]{1,3})?$/;
const PERCENT = /^-?[0-9]{1,4}([.][0-9]{1,9})?%$/;

/** Numbers of more decimals, such as a latitude, and percentages: kept as text, numbers in the model. */
export function otherNumberCell(values: readonly string[]): CellGuess | null {
  if (every(values, PERCENT)) {
    return {
      kind: "text",
      imports: ["text"],
      source: `text(${PERCENT})`,
      cell: text(PERCENT),
      good: (nth) => `${nth % 100}%`,
      bad: "most",
      sql: (column) => `replace(${column}, '%', '')::double / 100`,
    };
  }
  if (!every(values, LONG_DECIMAL) || !values.some((value) => /[.eE]/.test(value))) return null;
  return {
    kind: "text",
    imports: ["text"],
    source: `text(${LONG_DECIMAL})`,
    cell: text(LONG_DECIMAL),
    good: (nth) => (nth + 0.125).toFixed(3),
    bad: "far",
    sql: (column) => `replace(${column}, ',', '')::double`,
  };
}
