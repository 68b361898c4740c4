import { trimCell } from "../../../loaders/contract/cells.ts";
import { quote, trimSql } from "../../warehouse/sql.ts";
import { stripped, strippedSql } from "../cells/strip.ts";
import { isoDay, isoDaySql } from "./date-format.ts";
import type { MappedColumn, Mapping } from "./mapping-schema.ts";

/**
 * What the text of a cell stands for: what the mapping translates it to, or the day it writes in
 * the mapping's date format, or itself.
 *
 * @param text Trimmed text of the supplier's cell, null where blank; a blank is never translated.
 */
export function translated(column: MappedColumn, text: string | null): string | null {
  if (text === null) return null;
  const found = Object.entries(column.values ?? {}).find(([value]) => value === text);
  if (found) return trimCell(found[1]);
  if (column.strip) return stripped(column.strip, text);
  return column.date_format ? isoDay(column.date_format, text) : text;
}

const isTranslated = ({ values, date_format, strip }: MappedColumn): boolean =>
  date_format !== undefined || strip !== undefined || Object.keys(values ?? {}).length > 0;

/** The same as SQL over the raw text of a cell. */
export function translationSql(column: MappedColumn, raw: string): string {
  const trimmed = trimSql(raw);
  if (column.strip) return strippedSql(column.strip, trimmed);
  const cases = Object.entries(column.values ?? {})
    .filter(([value]) => value !== "")
    .map(([value, meaning]) => `when ${trimmed} = ${quote(value)} then ${quote(meaning)}`);
  const other = column.date_format
    ? `when ${trimmed} <> '' then ${isoDaySql(column.date_format, trimmed)}`
    : "";
  return cases.length === 0 && !other ? raw : `case ${cases.join(" ")} ${other} else ${raw} end`;
}

/** A select of the file's cells c0, c1, …, those that its mapping translates put in its terms. */
export function translatedCellsSql(
  mapping: Mapping | undefined,
  positions: Readonly<Record<string, number>>,
  cells: string,
): string {
  const replaced = Object.entries(mapping?.columns ?? {})
    .filter(([, column]) => isTranslated(column))
    .map(([name, column]) => {
      const raw = `c${positions[name]}`;
      return `${translationSql(column, raw)} as ${raw}`;
    });
  return replaced.length > 0 ? `(select * replace (${replaced.join(", ")}) from ${cells})` : cells;
}
