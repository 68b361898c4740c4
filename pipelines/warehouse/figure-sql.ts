import { DASH } from "../../loaders/contract/cells.ts";
import {
  FIGURE_SYMBOLS,
  MISSING_NUMBER,
  NUMBER_TEXT,
  READ_THROUGH,
  SIGN,
} from "../../loaders/contract/figure.ts";
import { quote, trimSql } from "./sql.ts";

/** The reader of a figure (loaders/contract/figure.ts) as SQL. */

const isNumber = (text: string) =>
  `(regexp_full_match(${text}, ${quote(NUMBER_TEXT)}) and ${text} <> ${quote(MISSING_NUMBER)})`;

const SYMBOLS = FIGURE_SYMBOLS.map(
  ({ text, symbol }) => `when ${quote(text)} then ${quote(symbol)}`,
).join(" ");
const knownSymbol = (text: string) => `case lower(${text}) ${SYMBOLS} end`;

/** SQL giving the number in a published cell, null where there is none. */
export function numberSql(cell: string): string {
  const text = trimSql(cell);
  const bare = `regexp_replace(regexp_replace(${text}, ${quote(`^${SIGN}`)}, ''), ${quote(READ_THROUGH)}, '', 'g')`;
  const sign = `case when regexp_matches(${text}, ${quote(`^([(]|${DASH})`)}) then -1 else 1 end`;
  return `case when regexp_full_match(${cell}, '[0-9]{1,15}([.][0-9]{1,20})?') then try_cast(${cell} as double) when ${isNumber(text)} then ${sign} * try_cast(${bare} as double) + 0 end`;
}

/**
 * SQL giving the symbol that stands in a published cell in place of a number: null where there is a
 * number, x where the cell is blank or holds what is neither. A symbol is never a zero.
 */
export const symbolSql = (cell: string): string =>
  `case when ${cell} is null then 'x' when ${isNumber(trimSql(cell))} then null else coalesce(${knownSymbol(trimSql(cell))}, 'x') end`;

/** SQL true where a cell that is not blank holds neither a number nor a known symbol. */
export const isUnknownSql = (cell: string): string =>
  `coalesce(${trimSql(cell)} <> '' and not ${isNumber(trimSql(cell))} and ${knownSymbol(trimSql(cell))} is null, false)`;
