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
export type CellKind = "text" | "integer" | "decimal" | "hours" | "date" | "code" | "year";

export const cellKinds = z.registry<{ kind: CellKind }>();

/** What a pattern takes, in words for whoever supplies the file. */
export const cellWords = z.registry<{ inWords: string }>();

export const INTEGER_TEXT = /^[+-]?[0-9]{1,9}([.]0{1,6})?$/;
/** Dashes that stand for a minus, as typesetters and spreadsheets write it. */
export const DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]";
const DIGITS = "([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})([.][0-9]{1,20})?";
/** Accounting formats leave a gap between the pound sign or the bracket and the digits. */
const GAP = "[ \u00a0]?";
const POUNDS = `(£${GAP})?${DIGITS}`;
/** Pounds, a repayment with a minus before or after the pound sign or in the brackets of accounts. */
export const DECIMAL_TEXT = new RegExp(
  `^(${DASH}?${POUNDS}|£${GAP}${DASH}${DIGITS}|[(]${GAP}${POUNDS}${GAP}[)])$`,
);

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

/** Reads text of the form `DECIMAL_TEXT` to the nearest penny, halves away from zero. */
function pounds(text: string): number {
  const [whole = "", decimals = ""] = text.replace(/[^0-9.]/g, "").split(".");
  const pence = Number(whole + decimals.padEnd(2, "0").slice(0, 2)) + (decimals[2]! >= "5" ? 1 : 0);
  return (IS_NEGATIVE.test(text) ? -1 : 1) * (pence / 100) + 0;
}

export const IS_NEGATIVE = new RegExp(`^([(]|(£${GAP})?${DASH})`);

/** Amount to the penny; a pound sign and thousands commas are read through. */
export const decimal = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .regex(DECIMAL_TEXT)
    .transform(pounds)
    .pipe(z.number().min(min).max(max))
    .register(cellKinds, { kind: "decimal" });

const HOUR = "[Hh]([Oo][Uu][Rr][Ss]?|[Rr][Ss]?)?";
const MINUTE = "[Mm][Ii][Nn]([Uu][Tt][Ee])?[Ss]?";

/**
 * How a time in hours may be written, so that it can be no other: 7.5 or 7.5 hours, 7:30 and
 * 7:30:00 as a spreadsheet shows it, 7h 30m, 450 min. A number without a unit is hours. Of each
 * form which of its groups are hours, hundredths of them, minutes and seconds.
 */
export const HOURS_FORMS: readonly {
  pattern: string;
  hours?: number;
  decimals?: number;
  minutes?: number;
  seconds?: number;
}[] = [
  {
    pattern: `([0-9]{1,5}|[0-9]{1,2},[0-9]{3})([.]([0-9]{1,20}))?( ?${HOUR})?`,
    hours: 1,
    decimals: 3,
  },
  { pattern: "([0-9]{1,5}):([0-5][0-9])(:([0-5][0-9]))?", hours: 1, minutes: 2, seconds: 4 },
  {
    pattern: `([0-9]{1,5}) ?${HOUR},? ?([Aa][Nn][Dd] )?([0-5]?[0-9]) ?(${MINUTE}|[Mm])`,
    hours: 1,
    minutes: 4,
  },
  { pattern: `([0-9]{1,6}) ?${MINUTE}`, minutes: 1 },
];

const HOURS_READERS = HOURS_FORMS.map((form) => ({
  ...form,
  regex: new RegExp(`^${form.pattern}$`),
}));

/** A time in hours, to the nearest hundredth, halves up; null where the text is none. */
export function readHours(text: string): number | null {
  for (const { regex, hours, decimals, minutes, seconds } of HOURS_READERS) {
    const parts = regex.exec(text);
    if (!parts) continue;
    const part = (nth: number | undefined) =>
      nth === undefined ? 0 : Number((parts[nth] ?? "0").replace(",", ""));
    const after = decimals === undefined ? "" : (parts[decimals] ?? "");
    const hundredths = Number(after.padEnd(2, "0").slice(0, 2)) + (after[2]! >= "5" ? 1 : 0);
    const inSeconds = part(minutes) * 60 + part(seconds);
    return (part(hours) * 100 + hundredths + Math.floor((inSeconds + 18) / 36)) / 100;
  }
  return null;
}

/** A time in hours of any form of `HOURS_FORMS`. Pounds in it are none. */
export const hours = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .transform((text) => readHours(text) ?? Number.NaN)
    .pipe(z.number().min(min).max(max))
    .register(cellKinds, { kind: "hours" })
    .register(cellWords, {
      inWords: `hours from ${min} to ${max}, written 7.5, 7:30, 7h 30m or 450 min`,
    });

/** The day a date cell may hold at the earliest and latest, read by the SQL generator. */
export const dateBounds = z.registry<{ min: string; max: string }>();

/** The first twelve are how a date is usually written. */
export const MONTH_NAMES = [
  ..."jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
  ..."january february march april may june july august september october november december".split(
    " ",
  ),
  "sept",
];

/** Twelve months, as `MONTH_NAMES` stand: 1 to 12, 0 where a name is none. */
const monthOf = (name: string): number => {
  const place = MONTH_NAMES.indexOf(name.toLowerCase());
  return place === 24 ? 9 : place < 0 ? 0 : (place % 12) + 1;
};

// A moment of another time zone may be of another day here, so Z is read at midnight alone.
const TIME =
  "([ T](([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,7})?)?|00:00(:00([.]0{1,7})?)?(Z|[+]00:00)))?";
const MONTH = "([A-Za-z]{3,9})";

/**
 * How a day may be written, so that it can be no other: with which of its groups are the year, the
 * month and the day. A time of day is dropped.
 */
export const DAY_FORMS: readonly { pattern: string; year: number; month: number; day: number }[] = [
  { pattern: `([0-9]{4})-([0-9]{2})-([0-9]{2})${TIME}`, year: 1, month: 2, day: 3 },
  { pattern: `([0-9]{2})/([0-9]{2})/([0-9]{4})${TIME}`, year: 3, month: 2, day: 1 },
];

/** The same with the month in words. */
export const WORDED_DAY_FORMS: typeof DAY_FORMS = [
  { pattern: `([0-9]{1,2})[-/ ]?${MONTH}[-/ ]?([0-9]{4})${TIME}`, year: 3, month: 2, day: 1 },
  { pattern: `([0-9]{4})[-/ ]${MONTH}[-/ ]([0-9]{1,2})${TIME}`, year: 1, month: 2, day: 3 },
];

const READERS = [DAY_FORMS, WORDED_DAY_FORMS].flatMap((forms, isWorded) =>
  forms.map((form) => ({ ...form, regex: new RegExp(`^${form.pattern}$`), isWorded })),
);

/**
 * Reads 2025-01-31, 31/01/2025 (never the American order), 31-Jan-2025, 31 January 2025 or
 * 2025-Jan-31, with or without a time of day, which is dropped; null where no such day exists.
 */
export function readDate(text: string): string | null {
  for (const { regex, year, month, day, isWorded } of READERS) {
    const parts = regex.exec(text);
    if (!parts) continue;
    const two = (part: string | number) => String(part).padStart(2, "0");
    const iso = `${parts[year]}-${two(isWorded ? monthOf(parts[month]!) : parts[month]!)}-${two(parts[day]!)}`;
    const read = new Date(`${iso}T00:00:00Z`);
    return Number.isNaN(read.valueOf()) || read.toISOString().slice(0, 10) !== iso ? null : iso;
  }
  return null;
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

/** What a text cell refuses although its pattern takes it: a pattern's source, for the SQL generator. */
export const refusedForms = z.registry<{ source: string }>();

/** Text that matches one pattern, as `text`, and not another (which must be anchored as well). */
export const textBut = (pattern: RegExp, refused: RegExp, inWords: string) =>
  text(pattern)
    .refine((value) => !refused.test(value))
    .register(refusedForms, { source: refused.source })
    .register(cellWords, { inWords })
    .register(cellKinds, { kind: "text" });

/** A pattern of a word in capitals or not: DuckDB and JavaScript share no flag for it. */
const anyCase = (word: string) =>
  [...word].map((letter) => `[${letter.toUpperCase()}${letter}]`).join("");
const oneOf = (words: string) => `(${words.split(" ").map(anyCase).join("|")})`;

/**
 * What stands in the first column of a row that sums up those above it, or where no child is known:
 * taken for identifiers, everyone's rows were those of one child.
 */
const NOBODY = new RegExp(
  `^(${oneOf("null nil nan none unknown tbc tba tbd missing")}|[Nn][/.]?[Aa][.]?|[Nn]/[Kk]|${anyCase("not")} ${oneOf("known recorded available applicable")}|(${oneOf("grand sub overall")}[ _-]?)?${oneOf("totals total")}([ :].*)?|${anyCase("all")}[ _-]${oneOf("pupils children cyp learners students ages years")}|${oneOf("sum overall average mean")})$`,
);

/** An identifier from the supplier's system; a row of totals is nobody's, nor is one of N/A. */
export const identifier = () =>
  textBut(
    /^[A-Za-z0-9][A-Za-z0-9 _.:/-]{0,63}$/,
    NOBODY,
    "at most 64 letters, digits, spaces and _ . : / -, beginning with a letter or digit, and not the word of a row of totals or for a number that is not known",
  );

/** ONS code of an authority; X marks the invented ones of the sample. */
export const authorityCode = () =>
  text(/^[ENSWX][0-9]{8}$/, "the ONS code of an authority, such as E10000015");

const FINANCIAL_YEARS = Array.from({ length: 50 }, (_, i) => {
  const first = 2000 + i;
  return `${first}-${String((first + 1) % 100).padStart(2, "0")}`;
}) as [string, ...string[]];

/** 2024/25, 2024-2025 or FY2024/25: with both of its years a financial year can be no other. */
export const YEAR_TEXT = "(?:FY ?)?(20[0-9]{2}) ?[-/] ?(?:20)?([0-9]{2})";

/** Financial year, April to March, written 2024-25, 2024/25 or 2024-2025. */
export const financialYear = () =>
  z
    .string()
    .transform((text) => text.replace(new RegExp(`^${YEAR_TEXT}$`), "$1-$2"))
    .pipe(z.enum(FINANCIAL_YEARS))
    .register(cellKinds, { kind: "year" });

/** The codes that a cell takes, none where it takes others than codes. */
export function codesOf(cell: z.ZodType): string[] {
  const codes = cell instanceof z.ZodPipe ? (cell.out as z.ZodType) : cell;
  return codes instanceof z.ZodEnum ? codes.options.map(String) : [];
}

/** Words as people write them: a name, a title, a label. */
export const words = () => text(/^[ -~ -⿿]{1,300}$/);

/** A day as Get Information About Schools writes it: 31-01-2025 or 31/01/2025. */
export const dayFirst = () => text(/^[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}$/);

/** DfE's number of a school. */
export const urn = () => text(/^[1-9][0-9]{5}$/, "a URN, which has six digits");
