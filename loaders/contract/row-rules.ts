import type { RowRule } from "./define-loader.ts";

/** Refuses a day later than the day of loading: almost always a mistyped year. */
export const notInTheFuture = (column: string): RowRule => ({
  column,
  rule: "not in the future",
  refuses: `${column} > current_date`,
  message: "is later than today",
  suggestion: "a day that is not after the day the file is sent; check the year",
});

/** Refuses a period that ends before it starts. */
export const endsAfterStart = (start: string, end: string): RowRule => ({
  column: end,
  rule: `not before ${start}`,
  refuses: `${end} < ${start}`,
  message: `is before ${start}`,
  suggestion: `a day on or after ${start}, or correct ${start}`,
});
