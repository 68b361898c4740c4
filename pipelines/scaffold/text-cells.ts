import {
  authorityCode,
  code,
  financialYear,
  identifier,
  text,
  urn,
  words,
} from "../../loaders/contract/cells.ts";
import type { CellGuess } from "./cell-guess.ts";

const takes = (
  cell: { safeParse(value: string): { success: boolean } },
  values: readonly string[],
) => values.every((value) => cell.safeParse(value).success);

/** Cells known to the whole field: authorities, schools, financial years. */
export function knownCell(values: readonly string[], name: string): CellGuess | null {
  if (takes(authorityCode(), values)) {
    return {
      kind: "identifier",
      imports: ["authorityCode"],
      source: "authorityCode()",
      cell: authorityCode(),
      good: () => "X10000001",
      bad: "Northmere",
    };
  }
  if (/(^|_)urn(_|$)/.test(name) && takes(urn(), values)) {
    return {
      kind: "identifier",
      imports: ["urn"],
      source: "urn()",
      cell: urn(),
      good: (nth) => String(900_000 + (nth % 99_999)),
      bad: "12",
    };
  }
  if (takes(financialYear(), values)) {
    return {
      kind: "code",
      imports: ["financialYear"],
      source: "financialYear()",
      cell: financialYear(),
      good: (nth) => `20${10 + (nth % 15)}-${11 + (nth % 15)}`,
      bad: "2024-26",
    };
  }
  return null;
}

/** The last word of a heading of identifiers: digits below it name something and count nothing. */
export const isNaming = (name: string): boolean =>
  /(^|_)(id|ref|reference|no|number|code|key|upn|uln|uprn|ukprn|urn|laestab)$/.test(name) &&
  !/^(no|number)_of/.test(name);

/** Identifiers: one word, or digits under a heading that says so. */
export function identifierCell(values: readonly string[]): CellGuess | null {
  if (values.some((value) => /\s/.test(value)) || !takes(identifier(), values)) return null;
  return {
    kind: "identifier",
    imports: ["identifier"],
    source: "identifier()",
    cell: identifier(),
    good: (nth) => `T${String(nth + 1).padStart(5, "0")}`,
    bad: "?",
  };
}

const THING_CODE = /^[A-Za-z]{0,4}[_.:-]?[0-9]{1,7}$/;

/** Codes of things that stand in rows about children: stored as they came, so with no room for a person. */
export function thingCodeCell(values: readonly string[]): CellGuess | null {
  const inWords = "a code of at most four letters and seven digits";
  const cell = text(THING_CODE, inWords);
  if (!takes(cell, values)) return null;
  return {
    kind: "identifier",
    imports: ["text"],
    source: `text(${THING_CODE}, ${JSON.stringify(inWords)})`,
    cell,
    good: (nth) => `T${String(nth + 1).padStart(5, "0")}`,
    bad: "?",
  };
}

const MOST_CODES = 15;
const LONGEST_CODE = 60;
/** Rows for each code, on average, below which few values may be few by chance. */
const ROWS_A_CODE = 3;

/** Lists that the next file adds to. */
const OPEN_LISTS =
  /(^|_)(school|setting|provider|operator|contractor|company|college|nursery|hospital|venue|site|organisation|trust|destination|base)(s?)(_|$)/;

/** A list of codes, where few values stand again and again. */
export function codeCell(values: readonly string[], name: string): CellGuess | null {
  if (OPEN_LISTS.test(name)) return null;
  const codes = [...new Set(values)].sort();
  if (codes.length > MOST_CODES || values.length < ROWS_A_CODE * codes.length) return null;
  if (codes.some((value) => value.length > LONGEST_CODE || /[\r\n]/.test(value))) return null;
  return {
    kind: "code",
    imports: ["code"],
    source: `code(${JSON.stringify(codes)})`,
    cell: code(codes as [string, ...string[]]),
    good: (nth) => codes[nth % codes.length]!,
    bad: "none of these",
  };
}

/** Words as people write them; null where they hold what no cell of words takes. */
export function wordsCell(values: readonly string[]): CellGuess | null {
  if (!takes(words(), values)) return null;
  return {
    kind: "text",
    imports: ["words"],
    source: "words()",
    cell: words(),
    good: (nth) => `Invented ${nth + 1}`,
    bad: null,
  };
}
