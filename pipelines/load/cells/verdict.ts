import { z } from "zod";
import {
  cellKinds,
  codesOf,
  DAY_FORMS,
  DECIMAL_TEXT,
  dateBounds,
  HOURS_FORMS,
  INTEGER_TEXT,
  IS_NEGATIVE,
  MONTH_NAMES,
  refusedForms,
  WORDED_DAY_FORMS,
  YEAR_TEXT,
} from "../../../loaders/contract/cells.ts";
import { BLANKS, quote, trimSql } from "../../warehouse/sql.ts";

/** What the generated SQL does with one column: its DuckDB type, its value, its verdict. */
export interface ColumnSql {
  type: string;
  /** The type of its codes, where it has any. */
  enumType?: string;
  isNullable: boolean;
  isOptional: boolean;
  /** SQL giving the typed value of the raw text, null where the text is refused or blank. */
  value: (raw: string) => string;
}

/**
 * Translates one zod cell of a contract to SQL.
 *
 * Common spellings are tested first, without a regular expression: on a bulk extract almost every
 * cell takes that path, and DuckDB evaluates the rest of a `case` only for the rows that need it.
 *
 * @throws when the cell was not made by loaders/contract/cells.ts.
 */
export function columnSql(cell: z.ZodType): ColumnSql {
  const known = translated.get(cell);
  if (known) return known;
  const made = translate(cell);
  translated.set(cell, made);
  return made;
}

/** Cells are asked for in every step of a load, and their zod schemas are slow to look into. */
const translated = new WeakMap<z.ZodType, ColumnSql>();

function translate(cell: z.ZodType): ColumnSql {
  if (cell instanceof z.ZodOptional) {
    return { ...columnSql(cell.unwrap() as z.ZodType), isOptional: true };
  }
  if (cell instanceof z.ZodNullable) {
    return { ...columnSql(cell.unwrap() as z.ZodType), isNullable: true };
  }
  const kind = cellKinds.get(cell)?.kind;
  const base = { isNullable: false, isOptional: false };
  switch (kind) {
    case "integer":
      return { ...base, ...integerSql(bounds(cell)) };
    case "decimal":
      return { ...base, ...decimalSql(bounds(cell)) };
    case "hours":
      return { ...base, ...hoursSql(bounds(cell)) };
    case "date":
      return { ...base, ...dateSql(dateBounds.get(cell)!) };
    case "code":
      return { ...base, ...codeSql(codesOf(cell)) };
    case "year":
      return { ...base, ...yearSql(codesOf(cell)) };
    case "text":
      return { ...base, ...textSql(pattern(cell), refusedForms.get(cell)?.source) };
    default:
      throw new Error("expected a cell made by loaders/contract/cells.ts");
  }
}

/** SQL true where a row's cell is refused, given its raw text and the typed value beside it. */
export function refusedSql(column: ColumnSql, raw: string, value: string): string {
  return column.isNullable
    ? `case when ${raw} is null or ${value} is not null then false else ${trimSql(raw)} <> '' end`
    : `(${value} is null)`;
}

const fullMatch = (raw: string, regex: RegExp) =>
  `regexp_full_match(${raw}, ${quote(regex.source.replace(/^\^|\$$/g, "").replaceAll("\\/", "/"))})`;

interface Bounds {
  min: number;
  max: number;
}

function bounds(cell: z.ZodType): Bounds {
  const number = (cell as z.ZodPipe).out as z.ZodNumber;
  return { min: number.minValue ?? -Infinity, max: number.maxValue ?? Infinity };
}

function pattern(cell: z.ZodType): RegExp {
  for (const check of cell._zod.def.checks ?? []) {
    const found = (check._zod.def as { pattern?: RegExp }).pattern;
    if (found) return found;
  }
  throw new Error("expected a text cell to have a pattern");
}

function integerSql({ min, max }: Bounds) {
  const type = min >= -128 && max <= 127 ? "tinyint" : "integer";
  const isOneDigit = min >= 0 && max <= 9;
  const value = (raw: string) => {
    const trimmed = trimSql(raw);
    const number = `try_cast(try_cast(${trimmed} as double) as bigint)`;
    const slow = `case when ${fullMatch(trimmed, INTEGER_TEXT)} and ${number} between ${min} and ${max} then ${number}::${type} end`;
    if (!isOneDigit) return slow;
    return `case when ${raw} is null then null when strlen(${raw}) = 1 and ${raw} between ${quote(String(min))} and ${quote(String(max))} then cast(${raw} as ${type}) else ${slow} end`;
  };
  return { type, value };
}

function decimalSql({ min, max }: Bounds) {
  const type = "decimal(16, 2)";
  const value = (raw: string) => {
    const trimmed = trimSql(raw);
    const sign = `case when regexp_matches(${trimmed}, ${quote(IS_NEGATIVE.source)}) then -1 else 1 end`;
    const digits = `regexp_replace(${trimmed}, '[^0-9.]', '', 'g')`;
    const number = `(try_cast(${digits} as ${type}) * ${sign})::${type}`;
    return `case when ${fullMatch(trimmed, DECIMAL_TEXT)} and ${number} between ${min} and ${max} then ${number} end`;
  };
  return { type, value };
}

/** A time of any form that `readHours` takes. */
function hoursSql({ min, max }: Bounds) {
  const type = "decimal(16, 2)";
  const value = (raw: string) => {
    const trimmed = trimSql(raw);
    const cases = HOURS_FORMS.map(({ pattern, hours, decimals, minutes, seconds }) => {
      const text = (nth: number) => `regexp_extract(${trimmed}, ${quote(`^${pattern}$`)}, ${nth})`;
      const part = (nth: number | undefined) =>
        nth === undefined ? "0" : `coalesce(try_cast(replace(${text(nth)}, ',', '') as bigint), 0)`;
      const after = decimals === undefined ? quote("") : text(decimals);
      const hundredths = `(rpad(left(${after}, 2), 2, '0')::bigint + (substr(${after}, 3, 1) >= '5')::bigint)`;
      const inSeconds = `(${part(minutes)} * 60 + ${part(seconds)})`;
      return `when ${fullMatch(trimmed, new RegExp(pattern))} then (${part(hours)} * 100 + ${hundredths} + (${inSeconds} + 18) // 36)`;
    });
    const number = `((case ${cases.join(" ")} end)::decimal(14, 0) * 0.01)::${type}`;
    return `case when ${number} between ${min} and ${max} then ${number} end`;
  };
  return { type, value };
}

/** A day of any spelling that `readDate` takes. */
function daySql(trimmed: string): string {
  const month = (name: string) => {
    const place = `list_position([${MONTH_NAMES.map(quote).join(", ")}], lower(${name}))`;
    return `case when ${place} = 25 then '9' else coalesce((${place} - 1) % 12 + 1, 0)::varchar end`;
  };
  const spelled = [DAY_FORMS, WORDED_DAY_FORMS].flatMap((forms, isWorded) =>
    forms.map((form) => {
      const part = (nth: number) =>
        `regexp_extract(${trimmed}, ${quote(`^${form.pattern}$`)}, ${nth})`;
      const named = isWorded ? month(part(form.month)) : part(form.month);
      return `when ${fullMatch(trimmed, new RegExp(form.pattern))} then ${part(form.year)} || '-' || lpad(${named}, 2, '0') || '-' || lpad(${part(form.day)}, 2, '0')`;
    }),
  );
  return `try_cast(case ${spelled.join(" ")} end as date)`;
}

/** Quicker than a regular expression; DuckDB reads more as a date than this, such as 2025-01-3x. */
const ISO_GLOB = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";

function dateSql({ min, max }: { min: string; max: string }) {
  const value = (raw: string) => {
    const within = (day: string) =>
      `case when ${day} between date ${quote(String(min))} and date ${quote(String(max))} then ${day} end`;
    return `case when ${raw} is null then null when ${raw} glob ${quote(ISO_GLOB)} then ${within(`try_cast(${raw} as date)`)} else ${within(daySql(trimSql(raw)))} end`;
  };
  return { type: "date", value };
}

function codeSql(codes: readonly string[]) {
  // DuckDB turns a long `in` list into a join, and a join loses the order of the file's rows.
  const isListed = (text: string) => `list_contains([${codes.map(quote).join(", ")}], ${text})`;
  const value = (raw: string) => {
    const trimmed = trimSql(raw);
    return `case when ${isListed(raw)} then ${raw} when ${isListed(trimmed)} then ${trimmed} end`;
  };
  return { type: "varchar", enumType: enumSql(codes), value };
}

function yearSql(codes: readonly string[]) {
  const { enumType, type, value } = codeSql(codes);
  return {
    type,
    enumType,
    value: (raw: string) =>
      `coalesce(${value(raw)}, ${value(`regexp_replace(${trimSql(raw)}, ${quote(`^${YEAR_TEXT}$`)}, '\\1-\\2')`)})`,
  };
}

export const enumSql = (codes: readonly string[]): string => `enum(${codes.map(quote).join(", ")})`;

const ALPHANUMERICS = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];

function textSql(regex: RegExp, refused: string | undefined) {
  const takesMarks = !refused && ALPHANUMERICS.every((mark) => regex.test(mark));
  const ends = blanksWithin(regex);
  const isTaken = (text: string) =>
    `${fullMatch(text, regex)}${refused ? ` and not ${fullMatch(text, new RegExp(refused))}` : ""}`;
  const value = (raw: string) => {
    const trimmed = trimSql(raw);
    // Trimming costs more than the pattern, and what has no blank at its ends is the trimmed text.
    const isBare = ends.map(
      (blank) => `not prefix(${raw}, ${blank}) and not suffix(${raw}, ${blank})`,
    );
    const asIs = [isTaken(raw), ...isBare].join(" and ");
    const isMark = `strlen(${raw}) = 1 and (${raw} between '0' and '9' or ${raw} between 'A' and 'Z' or ${raw} between 'a' and 'z')`;
    return `case ${takesMarks ? `when ${isMark} then ${raw} ` : ""}when ${asIs} then ${raw} when ${isTaken(trimmed)} then ${trimmed} end`;
  };
  return { type: "varchar", value };
}

/** The blanks that a text matching a pattern may hold, as SQL; all of them where that is not plain to see. */
function blanksWithin({ source }: RegExp): string[] {
  const sets = source.match(/\[(\\.|[^\]\\])*\]/g) ?? [];
  const rest = source.replaceAll(/\[(\\.|[^\]\\])*\]/g, "");
  const isPlain = /^[A-Za-z0-9_|(){},?*+^$-]*$/.test(rest);
  return Object.entries(BLANKS)
    .filter(([blank]) => !isPlain || sets.some((set) => new RegExp(set).test(blank)))
    .map(([, sql]) => sql);
}
