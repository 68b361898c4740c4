import { trimCell } from "../../../loaders/contract/cells.ts";
import { quote, trimSql } from "../../warehouse/sql.ts";
import { stripped, strippedSql } from "../cells/strip.ts";
import { isoDayOfAny, isoDayOfAnySql } from "./date-format.ts";
import { datesOf, type MappedColumn } from "./mapping-schema.ts";
import type { Recognised } from "./recognised.ts";

/**
 * What the text of a cell stands for: what the mapping translates it to, or the day it writes in
 * one of the mapping's forms, or itself. Words are compared as they stand first, and then without
 * regard to capitals.
 *
 * @param text Trimmed text of the supplier's cell, null where blank; a blank is never translated.
 */
export function translated(column: MappedColumn, text: string | null): string | null {
  if (text === null) return null;
  const pairs = wordsOf(column);
  const found =
    pairs.find(([value]) => value === text) ??
    pairs.find(([value]) => small(value) === small(text));
  if (found) return trimCell(found[1]);
  if (column.strip) return stripped(column.strip, text);
  const forms = datesOf(column);
  return forms.length > 0 ? isoDayOfAny(forms, text) : text;
}

/** Words and what they mean: those of the column, and then those that stand for a blank in any. */
const wordsOf = ({ values = {}, blanks = [] }: MappedColumn): (readonly [string, string])[] => [
  ...Object.entries(values).filter(([value]) => value !== ""),
  ...blanks.map((word) => [word, ""] as const),
];

const SMALL = "abcdefghijklmnopqrstuvwxyz";
// Letters of ASCII alone: of others DuckDB and JavaScript do not agree on which is small.
const small = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const smallSql = (sql: string): string =>
  `translate(${sql}, ${quote(SMALL.toUpperCase())}, ${quote(SMALL)})`;

/** Whether anything of a column's cells is put in other terms. */
export const isTranslated = (column: MappedColumn): boolean =>
  column.strip !== undefined || datesOf(column).length > 0 || wordsOf(column).length > 0;

/** The same as SQL over the raw text of a cell. */
export function translationSql(column: MappedColumn, raw: string): string {
  const trimmed = trimSql(raw);
  const pairs = wordsOf(column);
  const cases = [
    ...pairs.map(([value, meaning]) => `when ${trimmed} = ${quote(value)} then ${quote(meaning)}`),
    ...pairs.map(
      ([value, meaning]) =>
        `when ${smallSql(trimmed)} = ${quote(small(value))} then ${quote(meaning)}`,
    ),
  ];
  const forms = datesOf(column);
  if (column.strip) cases.push(`when ${trimmed} <> '' then ${strippedSql(column.strip, trimmed)}`);
  else if (forms.length > 0)
    cases.push(`when ${trimmed} <> '' then ${isoDayOfAnySql(forms, trimmed)}`);
  return cases.length === 0 ? raw : `case ${cases.join(" ")} else ${raw} end`;
}

/** How the columns of a file are put in the loader's terms: by the words of its loader, and its mapping. */
export function termsOf({
  contract: { words = {} },
  mapping,
  positions,
}: Pick<Recognised, "contract" | "mapping" | "positions">): Record<string, MappedColumn> {
  const terms: Record<string, MappedColumn> = { ...mapping?.columns };
  for (const [column, values] of Object.entries(words)) {
    if (!values || positions[column] === undefined) continue;
    const own = terms[column] ?? { from: column };
    terms[column] = { ...own, values: { ...values, ...own.values } };
  }
  return terms;
}

/** A select of the file's cells c0, c1, …, those that are to be translated put in the loader's terms. */
export function translatedCellsSql(
  terms: Readonly<Record<string, MappedColumn>>,
  positions: Readonly<Record<string, number>>,
  cells: string,
): string {
  const replaced = Object.entries(terms)
    .filter(([, column]) => isTranslated(column))
    .map(([name, column]) => {
      const raw = `c${positions[name]}`;
      return `${translationSql(column, raw)} as ${raw}`;
    });
  return replaced.length > 0 ? `(select * replace (${replaced.join(", ")}) from ${cells})` : cells;
}
