import { date, dayFirst, readDate, text } from "../../loaders/contract/cells.ts";
import type { CellGuess } from "./cell-guess.ts";

const every = (values: readonly string[], pattern: RegExp) =>
  values.every((value) => pattern.test(value));

const DAY_MILLISECONDS = 86_400_000;

/** An invented day: every third since 1 January 2020. */
const invented = (nth: number): string =>
  new Date(Date.UTC(2020, 0, 1) + (nth % 600) * 3 * DAY_MILLISECONDS).toISOString().slice(0, 10);

const dayFirstText = (mark: string) => (nth: number) =>
  invented(nth).split("-").reverse().join(mark);

const SHORT_DAY = /^[0-9]{1,2}[/][0-9]{1,2}[/][0-9]{4}$/;
const CLOCK = /^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$/;

/** Days and times of day, in the spellings that suppliers use. */
export function dayCell(values: readonly string[]): CellGuess | null {
  const days = values.map(readDate);
  const bounds = (first: string) => ({
    min: first < "1990" ? "1900-01-01" : "1990-01-01",
    max: "2100-12-31",
  });
  const source = ({ min, max }: { min: string; max: string }) =>
    `({ min: "${min}", max: "${max}" })`;
  if (days.every((day) => day !== null && day > "1900")) {
    const within = bounds(earliest(days as string[]));
    return {
      kind: "date",
      imports: ["date"],
      source: `date${source(within)}`,
      cell: date(within),
      good: invented,
      bad: "2024-02-30",
    };
  }
  if (every(values, /^[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}$/)) {
    return {
      kind: "text",
      imports: ["dayFirst"],
      source: "dayFirst()",
      cell: dayFirst(),
      good: dayFirstText("-"),
      bad: "next week",
      sql: (column) => `try_strptime(replace(${column}, '/', '-'), '%d-%m-%Y')::date`,
    };
  }
  if (every(values, SHORT_DAY)) {
    return {
      kind: "text",
      imports: ["text"],
      source: `text(${SHORT_DAY})`,
      cell: text(SHORT_DAY),
      good: dayFirstText("/"),
      bad: "next week",
      sql: (column) => `try_strptime(${column}, '%d/%m/%Y')::date`,
    };
  }
  if (!every(values, CLOCK)) return null;
  return {
    kind: "text",
    imports: ["text"],
    source: `text(${CLOCK})`,
    cell: text(CLOCK),
    good: (nth) =>
      `${String(7 + (nth % 12)).padStart(2, "0")}:${String((nth * 5) % 60).padStart(2, "0")}`,
    bad: "early",
    sql: (column) => `${column}::time`,
  };
}

const earliest = (days: readonly string[]): string => [...days].sort()[0]!;
