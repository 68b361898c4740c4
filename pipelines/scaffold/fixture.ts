import { describe } from "../load/judge/describe.ts";
import { csvLine } from "../load/read/formats/records.ts";
import { rule } from "../warehouse/rules.ts";
import type { ColumnGuess } from "./column-guess.ts";
import { cellOf } from "./contract-text.ts";
import type { SourceGuess } from "./source-guess.ts";

/** A spoilt row of a fixture: which, and the one reason for which it must be refused. */
export interface PlantedFault {
  row: number;
  column: string;
  rule: string;
}

export interface Fixture {
  csv: string;
  rows: number;
  planted: PlantedFault[];
}

const MOST_FAULTS = 20;
const FUTURE = "2099-01-01";
/** How many invented days lie between the start and the end of a period. */
const PERIOD = 10;

type Cells = Record<string, string>;

/** A file of invented values of the right kinds, with one fault of every kind planted in it. */
export function makeFixture(source: SourceGuess): Fixture {
  const faults = [...cellFaults(source), ...ruleFaults(source)].slice(0, MOST_FAULTS - 1);
  const least = Math.ceil((faults.length + 1) / rule("most_refused_share"));
  const good = Math.min(least, roomOf(source) - faults.length - 1);
  const header = source.columns.map((column) => column.header);
  const untaken = source.dropped.filter((column) => isUsable(source, column.header));
  const line = (cells: Cells, more: string[] = []) =>
    csvLine([
      ...source.columns.map(({ name }) => cells[name] ?? ""),
      ...untaken.map(() => "not taken"),
      ...more,
    ]);
  const lines = [csvLine([...header, ...untaken.map((column) => column.header)])];
  for (let i = 0; i < good; i++) lines.push(line(cellsOf(source, i)));
  const planted: PlantedFault[] = [];
  const most = Math.floor(rule("most_refused_share") * good);
  for (const fault of faults) {
    if (planted.length >= most - 1) break;
    const cells = { ...cellsOf(source, good + planted.length, true), ...fault };
    const reasons = reasonsFor(source, cells);
    if (reasons.length !== 1) continue;
    planted.push({ row: lines.length, ...reasons[0]! });
    lines.push(line(cells));
  }
  if (planted.length < most) {
    planted.push({ row: lines.length, column: "", rule: "as many cells as the header" });
    lines.push(line(cellsOf(source, good + planted.length), ["one too many"]));
  }
  return { csv: lines.join(""), rows: lines.length - 1, planted };
}

const isUsable = ({ header }: SourceGuess, name: string): boolean =>
  header.filter((one) => one === name).length === 1;

const ROWS = 1000;

/** How many values a column's maker has. */
const room = ({ good }: ColumnGuess): number =>
  new Set(Array.from({ length: ROWS }, (_, i) => good(i))).size;

const keyColumns = ({ columns, key }: SourceGuess) =>
  columns.filter(({ name }) => key.includes(name) && name !== "authority_code");

const roomOf = (source: SourceGuess): number =>
  keyColumns(source).reduce((product, column) => Math.min(ROWS, product * room(column)), 1);

/** The cells of one row; columns of the key count like digits, so that no key stands twice. */
function cellsOf(source: SourceGuess, nth: number, isWhole = false): Cells {
  const turn: Record<string, number> = {};
  let place = 1;
  for (const column of keyColumns(source)) {
    turn[column.name] = Math.floor(nth / place);
    place = Math.min(ROWS, place * room(column));
  }
  const cells: Cells = {};
  for (const column of source.columns) {
    const { name, good, isNullable } = column;
    const isBlank = isNullable && !isWhole && nth % 7 === 3 && !source.key.includes(name);
    cells[name] = isBlank ? "" : good(turn[name] ?? nth);
  }
  for (const [start, end] of source.periods) {
    const column = source.columns.find(({ name }) => name === end)!;
    const isKept = cells[end] === "" || source.key.includes(end);
    if (!isKept) cells[end] = column.good((turn[start] ?? nth) + PERIOD);
  }
  return cells;
}

/** One spoilt cell for each column: a value that its cell refuses, and a blank where none may be. */
function cellFaults({ columns }: SourceGuess): Cells[] {
  const wrong = columns.flatMap(({ name, bad }) => (bad === null ? [] : [{ [name]: bad }]));
  const blank = columns.filter(({ isNullable }) => !isNullable).map(({ name }) => ({ [name]: "" }));
  return [...wrong, ...blank.slice(0, Math.max(1, MOST_FAULTS / 2 - wrong.length))];
}

function ruleFaults({ past, periods }: SourceGuess): Cells[] {
  const after = (start: string) => periods.filter(([from]) => from === start).map(([, end]) => end);
  return [
    ...past.map((column) => ({
      ...Object.fromEntries(after(column).map((end) => [end, ""])),
      [column]: FUTURE,
    })),
    ...periods.map(([, end]) => ({ [end]: "1999-12-31" })),
  ];
}

/** Why the contract refuses a row: each cell by its own cell, then the rules over several. */
function reasonsFor(source: SourceGuess, cells: Cells): Omit<PlantedFault, "row">[] {
  const reasons = source.columns.flatMap((column) => {
    const cell = cellOf(column);
    const text = cells[column.name] || null;
    if (cell.safeParse(text).success) return [];
    return [{ column: column.name, rule: text === null ? "must not be blank" : describe(cell) }];
  });
  const day = (name: string) => {
    const column = source.columns.find((one) => one.name === name)!;
    const read = column.cell.safeParse(cells[name]);
    return read.success ? String(read.data) : null;
  };
  for (const column of source.past) {
    if (day(column) === FUTURE) reasons.push({ column, rule: "not in the future" });
  }
  for (const [start, end] of source.periods) {
    const [from, to] = [day(start), day(end)];
    if (from && to && to < from) reasons.push({ column: end, rule: `not before ${start}` });
  }
  return reasons;
}
