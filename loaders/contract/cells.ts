import { z } from "zod";

/**
 * Cells: zod schemas for the text of one CSV cell. A loader's contract is built from these.
 *
 * Every cell reads trimmed text (see `trimCell`) and returns a typed value. Bounds, patterns and
 * code lists live in the zod schema and nowhere else: the SQL that checks a bulk extract is
 * generated from the same schema (pipelines/load/cells/verdict.ts), and a property test holds the two
 * verdicts equal. Patterns stay within the syntax that JavaScript and RE2 read alike.
 */

/** What DuckDB type a cell becomes, and how its text is read. */
export type CellKind = "text" | "integer" | "decimal" | "date" | "code";

export const cellKinds = z.registry<{ kind: CellKind }>();

/** What a pattern takes, in words for whoever supplies the file. */
export const cellWords = z.registry<{ inWords: string }>();

export const INTEGER_TEXT = /^[+-]?[0-9]{1,9}([.]0{1,6})?$/;
export const DECIMAL_TEXT = /^-?£?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})([.][0-9]{1,2})?$/;

/** Removes spaces, tabs, no-break spaces and byte-order marks from both ends; what is left blank is null. */
export function trimCell(text: string | null): string | null {
  if (text === null) return null;
  const trimmed = text.replace(/^[ \t\u00a0\ufeff]+|[ \t\u00a0\ufeff]+$/g, "");
  return trimmed === "" ? null : trimmed;
}

/** Text that a pattern has found to be a number; "-0" is zero, as it is in SQL. */
const numberOf = (text: string): number => Number(text) + 0;

/** Whole number between two bounds, inclusive. "3" and a spreadsheet's "3.0" both read as 3. */
export const integer = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(INTEGER_TEXT)
    .transform(numberOf)
    .pipe(z.int().min(min).max(max))
    .register(cellKinds, { kind: "integer" });

/** Amount with at most two decimal places; a pound sign and thousands commas are read through. */
export const decimal = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(DECIMAL_TEXT)
    .transform((text) => numberOf(text.replace(/[£,]/g, "")))
    .pipe(z.number().min(min).max(max))
    .register(cellKinds, { kind: "decimal" });

/** The day a date cell may hold at the earliest and latest, read by the SQL generator. */
export const dateBounds = z.registry<{ min: string; max: string; isStamped?: boolean }>();

const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const UK_DATE = /^([0-9]{2})\/([0-9]{2})\/([0-9]{4})$/;

/** Reads 2025-01-31 or 31/01/2025 (never the American order); null where no such day exists. */
export function readDate(text: string): string | null {
  const iso = ISO_DATE.exec(text);
  const uk = UK_DATE.exec(text);
  const parts = iso ? [iso[1], iso[2], iso[3]] : uk ? [uk[3], uk[2], uk[1]] : null;
  if (!parts) return null;
  const day = parts.join("-");
  const read = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(read.valueOf()) || read.toISOString().slice(0, 10) !== day ? null : day;
}

/** A day between two bounds, inclusive, as ISO text. */
export const date = ({ min, max }: { min: string; max: string }) =>
  z
    .string()
    .transform((text) => readDate(text) ?? "not a date")
    .pipe(z.iso.date())
    .pipe(z.string().refine((day) => day >= min && day <= max))
    .register(dateBounds, { min, max })
    .register(cellKinds, { kind: "date" });

export const STAMPED_DATE =
  /^([0-9]{4}-([0-9]{2}|[A-Za-z]{3})-[0-9]{2}|[0-9]{2}\/[0-9]{2}\/[0-9]{4})([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,7})?)?Z?)?$/;
export const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** Reads a day as `readDate` does, or 2025-Jan-31, with or without a time of day, which is dropped. */
export function readStampedDate(text: string): string | null {
  const day = STAMPED_DATE.exec(text)?.[1];
  if (!day) return null;
  const month = MONTHS.indexOf(day.slice(5, 8).toLowerCase()) + 1;
  return readDate(
    month > 0 && day.length === 11
      ? `${day.slice(0, 5)}${String(month).padStart(2, "0")}${day.slice(8)}`
      : day,
  );
}

/** A day between two bounds, inclusive, as exports from COLLECT write it: 2022-Sep-28 00:00:00. */
export const stampedDate = ({ min, max }: { min: string; max: string }) =>
  z
    .string()
    .transform((text) => readStampedDate(text) ?? "not a date")
    .pipe(z.iso.date())
    .pipe(z.string().refine((day) => day >= min && day <= max))
    .register(dateBounds, { min, max, isStamped: true })
    .register(cellKinds, { kind: "date" });

/** One of a list of codes, written exactly so. */
export const code = <const T extends readonly [string, ...string[]]>(codes: T) =>
  z.enum(codes).register(cellKinds, { kind: "code" });

/**
 * Text that matches a pattern (ASCII, anchored).
 *
 * @param inWords What the pattern takes, as a supplier would be told: "a number of six digits".
 * @throws when the pattern takes empty text: a blank cell is null, and `.nullable()` says it may be.
 */
export const text = (pattern: RegExp, inWords?: string) => {
  if (pattern.test("")) throw new Error(`expected ${pattern} not to take empty text`);
  const cell = z.string().regex(pattern).register(cellKinds, { kind: "text" });
  return inWords ? cell.register(cellWords, { inWords }) : cell;
};

/** An identifier from the supplier's system. */
export const identifier = () =>
  text(
    /^[A-Za-z0-9][A-Za-z0-9 _.:/-]{0,63}$/,
    "at most 64 letters, digits, spaces and _ . : / -, beginning with a letter or digit",
  );

/** What a text cell refuses although its pattern takes it: a pattern's source, for the SQL generator. */
export const refusedForms = z.registry<{ source: string }>();

/** Text that matches one pattern, as `text`, and not another (which must be anchored as well). */
export const textBut = (pattern: RegExp, refused: RegExp, inWords: string) =>
  text(pattern)
    .refine((value) => !refused.test(value))
    .register(refusedForms, { source: refused.source })
    .register(cellWords, { inWords })
    .register(cellKinds, { kind: "text" });

/** ONS code of an authority; X marks the invented ones of the sample. */
export const authorityCode = () =>
  text(/^[ENSWX][0-9]{8}$/, "the ONS code of an authority, such as E10000015");

const FINANCIAL_YEARS = Array.from({ length: 50 }, (_, i) => {
  const first = 2000 + i;
  return `${first}-${String((first + 1) % 100).padStart(2, "0")}`;
}) as [string, ...string[]];

/** Financial year, April to March, written 2024-25. */
export const financialYear = () => code(FINANCIAL_YEARS);

/** Words as people write them: a name, a title, a label. */
export const words = () => text(/^[ -~ -⿿]{1,300}$/);

/** A day as Get Information About Schools writes it: 31-01-2025 or 31/01/2025. */
export const dayFirst = () => text(/^[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}$/);

/** DfE's number of a school. */
export const urn = () => text(/^[1-9][0-9]{5}$/, "a URN, which has six digits");
