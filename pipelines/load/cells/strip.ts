import { quote } from "../../warehouse/sql.ts";

/** What may be stripped from identifiers that programs write otherwise, and what a person calls it. */
export const STRIPS = {
  spaces: "spaces",
  point_zero: "a .0 at the end",
  case: "small letters for capitals",
  leading_zeros: "leading zeros",
} as const;

export type Strip = keyof typeof STRIPS;

/** In the order in which they are done. */
export const ALL_STRIPS = Object.keys(STRIPS) as Strip[];

const POINT_ZERO = "^([0-9]+)[.]0+$";
const ZEROS = "^0+([0-9A-Za-z].*)$";
const SMALL = "abcdefghijklmnopqrstuvwxyz";

const inText: Readonly<Record<Strip, (text: string) => string>> = {
  spaces: (text) => text.replaceAll(" ", ""),
  point_zero: (text) => text.replace(new RegExp(POINT_ZERO), "$1"),
  // Letters of ASCII alone: of others DuckDB and JavaScript do not agree on the capitals.
  case: (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  leading_zeros: (text) => text.replace(new RegExp(ZEROS), "$1"),
};

const inSql: Readonly<Record<Strip, (sql: string) => string>> = {
  spaces: (sql) => `replace(${sql}, ' ', '')`,
  point_zero: (sql) => `regexp_replace(${sql}, ${quote(POINT_ZERO)}, '\\1')`,
  case: (sql) => `translate(${sql}, ${quote(SMALL)}, ${quote(SMALL.toUpperCase())})`,
  leading_zeros: (sql) => `regexp_replace(${sql}, ${quote(ZEROS)}, '\\1')`,
};

const inOrder = (strips: readonly Strip[]): Strip[] =>
  ALL_STRIPS.filter((strip) => strips.includes(strip));

/** An identifier without what is to be stripped from it. */
export const stripped = (strips: readonly Strip[], text: string): string =>
  inOrder(strips).reduce((rest, strip) => inText[strip](rest), text);

/** The same as SQL over trimmed text. */
export const strippedSql = (strips: readonly Strip[], sql: string): string =>
  inOrder(strips).reduce((rest, strip) => inSql[strip](rest), sql);

/** SQL for a number whose bits say which of the strips, in their order, change a text. */
export const stripBitsSql = (sql: string): string =>
  ALL_STRIPS.map((strip, i) => `(${inSql[strip](sql)} <> ${sql})::utinyint * ${1 << i}`).join(
    " + ",
  );

/** The strips that such a number names. */
export const stripsOf = (bits: number): Strip[] => ALL_STRIPS.filter((_, i) => bits & (1 << i));
