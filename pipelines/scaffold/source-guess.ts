import { columnName } from "../../loaders/contract/define-loader.ts";
import { callError, dataError } from "../warehouse/errors.ts";
import type { CellGuess } from "./cell-guess.ts";
import type { ColumnGuess } from "./column-guess.ts";
import type { Example } from "./example.ts";
import { authorityWords, missingWords } from "./example-words.ts";
import { guessCell } from "./guess-cell.ts";
import { guessKey } from "./guess-key.ts";
import { isOfAThing, type Personal, personal } from "./personal.ts";
import { knownCell, thingCodeCell } from "./text-cells.ts";

export interface DroppedColumn {
  header: string;
  why: string;
}

/** What an example file says of a source. No value of it is here but codes that stand again and again. */
export interface SourceGuess {
  name: string;
  header: readonly string[];
  columns: readonly ColumnGuess[];
  dropped: readonly DroppedColumn[];
  key: readonly string[];
  isChildLevel: boolean;
  /** The authority whose files these are, where no column says so. */
  authority: string | null;
  /** Pairs of days of which the second is never before the first. */
  periods: readonly (readonly [start: string, end: string])[];
  /** Days that are never after today. */
  past: readonly string[];
  amount: string | null;
  /** What texts of some columns stand for. */
  words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the caller says, because no file can. */
export interface Said {
  /** Whether rows are about children; guessed where it is not said. */
  isChildLevel?: boolean;
  authority?: string;
}

/** Learns a source's columns from an example of its files. @throws VsendError where a call must say more. */
export function guessSource(name: string, { header, rows }: Example, said: Said): SourceGuess {
  const dropped: DroppedColumn[] = [];
  const columns: ColumnGuess[] = [];
  const names = header.map(columnName);
  const words = new Map<ColumnGuess, Record<string, string>>();
  let named: string | null = null;
  for (const [position, heading] of header.entries()) {
    const drop = (why: string) =>
      dropped.push({ header: heading || `column ${position + 1}`, why });
    const given = rows.map((row) => row[position] ?? null);
    const own = names[position]!;
    const missing = missingWords(
      given.filter((cell): cell is string => cell !== null),
      (values) =>
        ["integer", "decimal", "date"].includes(guessCell(values, own)?.kind ?? "") ||
        isNumberText(guessCell(values, own)),
    );
    const cells = given.map((cell) => (cell !== null && missing.includes(cell) ? null : cell));
    const values = cells.filter((cell): cell is string => cell !== null);
    const authorities = /(^|_)(authority|council|la|lea|borough|utla)(_|$)/.test(own)
      ? authorityWords(values)
      : null;
    if (own === "") drop("it has no heading");
    else if (names.indexOf(own) !== names.lastIndexOf(own))
      drop("its heading stands more than once");
    else if (values.length === 0) drop("it is blank in every row");
    else if (authorities && new Set(Object.values(authorities)).size === 1) {
      named = Object.values(authorities)[0]!;
      drop(`it names one authority in every row, ${named}`);
    } else if (authorities) {
      const column = columnOf(knownCell(Object.values(authorities), own)!, null, {
        heading,
        position,
        own,
        cells,
      });
      columns.push(column);
      words.set(column, authorities);
    } else {
      const about = personal(own, values);
      const guess = about?.as === "dropped" ? null : guessCell(values, own);
      if (about?.as === "dropped") drop(about.why);
      else if (!guess || (about?.as === "month" && guess.kind !== "date")) drop("free text");
      else {
        const column = columnOf(guess, about, { heading, position, own, cells });
        columns.push(column);
        if (missing.length > 0)
          words.set(column, Object.fromEntries(missing.map((word) => [word, ""])));
      }
    }
  }
  if (columns.length === 0) throw nothingLeft(name);
  const isAboutChildren =
    columns.some(({ privacy }) => privacy !== null) || dropped.some(isOfAChild);
  const isChildLevel = said.isChildLevel ?? isAboutChildren;
  if (!isChildLevel) dropPersonal(columns, dropped);
  nameTheKnown(columns, dropped);
  if (isChildLevel) {
    dropWords(columns, dropped);
    hashTheRest(columns, rows);
  }
  const hasAuthority = columns.some((column) => column.name === "authority_code");
  const authority = hasAuthority ? null : (said.authority ?? (isChildLevel ? named : null));
  if (isChildLevel && !hasAuthority && !authority) throw whoseChildren(name);
  const days = columns.filter(({ kind, privacy }) => kind === "date" && privacy === null);
  const today = new Date().toISOString().slice(0, 10);
  const dayOf = (column: ColumnGuess, row: readonly (string | null)[]) => {
    const cell = row[column.position] ?? null;
    return cell === null ? null : (column.cell.safeParse(cell).data as string);
  };
  return {
    name,
    header,
    columns,
    dropped,
    key: withDay(guessKey(columns, rows), columns),
    isChildLevel,
    authority,
    words: Object.fromEntries(
      [...words]
        .filter(([column]) => columns.includes(column))
        .map(([{ name }, own]) => [name, own]),
    ),
    past: days
      .filter(({ name }) => !LATER.test(name))
      .filter((column) => rows.every((row) => (dayOf(column, row) ?? "") <= today))
      .map((column) => column.name),
    periods: days.flatMap((start) =>
      days
        .filter((end) => isPeriod(start.name, end.name))
        .filter((end) =>
          rows.every((row) => (dayOf(end, row) ?? "9999") >= (dayOf(start, row) ?? "")),
        )
        .map((end) => [start.name, end.name] as const),
    ),
    amount:
      columns.find(
        ({ kind, name }) =>
          kind === "decimal" &&
          /(^|_)(cost|amount|price|spend|fee|gbp|value|budget)(_|$)/.test(name),
      )?.name ?? null,
  };
}

/** A child alone names no row for long: the next file has a second row of the same child. */
function withDay(key: string[], columns: readonly ColumnGuess[]): string[] {
  const isChildAlone = key.every((name) => name === "child_id" || name === "authority_code");
  const days = columns.filter(({ kind, isNullable }) => kind === "date" && !isNullable);
  const day = (days.find(({ name }) => STARTS.test(name)) ?? days[0])?.name;
  return isChildAlone && key.includes("child_id") && day ? [...key, day] : key;
}

/** Whether a cell keeps numbers as text, such as those of many decimals. */
const isNumberText = (guess: CellGuess | null): boolean =>
  guess?.kind === "text" && (guess.sql?.("x").includes("::double") ?? false);

interface Place {
  heading: string;
  position: number;
  own: string;
  cells: readonly (string | null)[];
}

function columnOf(
  guess: CellGuess,
  about: Personal | null,
  { heading, position, own, cells }: Place,
): ColumnGuess {
  const blankShare = cells.filter((cell) => cell === null).length / cells.length;
  return {
    ...guess,
    header: heading,
    position,
    name: ["load_id", "source_row"].includes(own) ? `own_${own}` : own,
    isNullable: blankShare > 0,
    isOptional: blankShare > 0.5,
    privacy: about?.as === "pseudonym" || about?.as === "month" ? about.as : null,
    blankShare,
  };
}

/** Identifiers of children, the one to know them by first: an authority's own, as its other extracts have it. */
const IDENTIFIERS = /(child|pupil|student|learner|person|client|case|yp|cyp)/;

/** Columns every other source has too are named as there, so that they join. */
function nameTheKnown(columns: ColumnGuess[], dropped: DroppedColumn[]) {
  const authority = columns.find(({ source }) => source === "authorityCode()");
  if (authority) authority.name = "authority_code";
  const hashed = columns.filter(({ privacy }) => privacy === "pseudonym");
  const child = hashed.find(({ name }) => IDENTIFIERS.test(name)) ?? hashed[0];
  if (child) child.name = "child_id";
  for (const other of hashed) {
    if (other === child) continue;
    columns.splice(columns.indexOf(other), 1);
    dropped.push({ header: other.header, why: "a second identifier of the child" });
  }
}

/** Of rows that are about things no column need be hashed: what looks like a person's is left out. */
function dropPersonal(columns: ColumnGuess[], dropped: DroppedColumn[]) {
  for (const column of columns.filter(({ privacy }) => privacy !== null)) {
    columns.splice(columns.indexOf(column), 1);
    dropped.push({ header: column.header, why: "it may be a person's, and rows are about things" });
  }
}

/** Of rows about children no column is kept that takes any words, for a name may be typed there. */
function dropWords(columns: ColumnGuess[], dropped: DroppedColumn[]) {
  for (const column of columns.filter(({ source }) => source === "words()")) {
    columns.splice(columns.indexOf(column), 1);
    dropped.push({ header: column.header, why: "any words, in rows about children" });
  }
}

/**
 * Of rows about children, a number that nobody explained may be theirs in some other system. One of
 * a thing is kept, in a form that a name typed there would not have.
 */
function hashTheRest(columns: ColumnGuess[], rows: Example["rows"]) {
  for (const [i, column] of columns.entries()) {
    const isCoded = /^(authorityCode|urn)\(/.test(column.source);
    if (column.kind !== "identifier" || column.privacy || isCoded) continue;
    const values = rows.flatMap((row) => row[column.position] ?? []);
    const code = isOfAThing(column.name) ? thingCodeCell(values) : null;
    columns[i] = code ? { ...column, ...code } : { ...column, privacy: "pseudonym" };
  }
}

const isOfAChild = ({ header, why }: DroppedColumn): boolean =>
  why === "values like names of people" ||
  why === "about the family" ||
  (why === "a name" && /child|pupil|student|learner|forename|surname/i.test(header));

const STARTS =
  /(^|_)(start|started|starts|from|begin|began|opened|referred|received|requested|enrolled|allocated|joined|loaned|lent|borrowed|booked|ordered|admitted|out)(_|$)/;
const ENDS =
  /(^|_)(end|ended|ends|until|finish|finished|closed|completed|withdrawn|issued|seen|assessed|decided|returned|back|discharged|left|expires|expiry)(_|$)/;

/** Days that may lie ahead, though none of the example's does. */
const LATER =
  /(^|_)(start|starts|from|begins|due|planned|expected|review|next|target|expiry|expires|end|ends|until|deadline|by)(_|$)/;

const isPeriod = (start: string, end: string): boolean => STARTS.test(start) && ENDS.test(end);

const nothingLeft = (name: string) =>
  dataError({
    expected: "at least one column that tells of no person",
    came: "an example in which every column is blank, free text or personal",
    where: name,
    todo: "ask the supplier for codes, days or amounts; or write the contract by hand after loaders/placements.ts",
  });

const whoseChildren = (name: string) =>
  callError({
    expected:
      "a column of ONS codes, or the authority whose children these are: identifiers are hashed with it",
    came: "rows about children without either",
    where: name,
    todo: "add --authority and its ONS code, such as --authority E10000015; or --about things, if the rows are not about children",
  });
