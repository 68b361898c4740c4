import { quote } from "../../warehouse/sql.ts";

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** DD and MM have two digits, D and M one or two; MMM is Jan, MMMM January; 20YY is 24 of this century. */
const TOKENS: Readonly<Record<string, string>> = {
  DD: "([0-9]{2})",
  D: "([0-9]{1,2})",
  MM: "([0-9]{2})",
  M: "([0-9]{1,2})",
  MMM: "([A-Za-z]{3})",
  MMMM: "([A-Za-z]{3,9})",
  YYYY: "([0-9]{4})",
  "20YY": "([0-9]{2})",
  "19YY": "([0-9]{2})",
};
const TIME = "([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,7})?)?Z?)?";
const ISO = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const REFUSED = "not a date: ";

interface Parts {
  regex: string;
  whole: RegExp;
  /** Which group of the pattern gives the day, the month, the year. */
  group: Record<"D" | "M" | "Y", number>;
  /** Of months written as words, how many letters are compared. */
  letters: number;
  /** What stands before a year of two digits. */
  century: string;
}

/** Whether a format has a day, a month and a year once each, and nothing but marks between them. */
export const isDateFormat = (format: string): boolean => parts(format) !== null;

const known = new Map<string, Parts | null>();

function parts(format: string): Parts | null {
  const before = known.get(format);
  if (before !== undefined) return before;
  const found = partsOf(format);
  known.set(format, found);
  return found;
}

function partsOf(format: string): Parts | null {
  const pieces = format.match(/(?:19|20)YY(?!Y)|D+|M+|Y+|(?:(?!19YY|20YY)[^DMY])+/g) ?? [];
  const fields = pieces.filter((piece) => /[DMY]$/.test(piece));
  const marks = pieces.filter((piece) => !/[DMY]$/.test(piece));
  if (fields.length !== 3 || new Set(fields.map((field) => field.at(-1))).size !== 3) return null;
  if (!fields.every((field) => field in TOKENS)) return null;
  if (!marks.every((mark) => /^[ ./,-]{1,2}$/.test(mark))) return null;
  // Without marks between them, only fields of a fixed length can be told apart.
  const isPacked = marks.length < 2;
  if (isPacked && fields.some((field) => field === "D" || field === "M" || field === "MMMM")) {
    return null;
  }
  const group = (letter: string) => fields.findIndex((field) => field.endsWith(letter)) + 1;
  const month = fields[group("M") - 1]!;
  const year = fields[group("Y") - 1]!;
  const regex =
    pieces.map((piece) => TOKENS[piece] ?? piece.replaceAll(".", "[.]")).join("") + TIME;
  return {
    regex,
    whole: new RegExp(`^${regex}$`),
    group: { D: group("D"), M: group("M"), Y: group("Y") },
    letters: month === "MMM" ? 3 : month === "MMMM" ? 9 : 0,
    century: /^[0-9]/.test(year) ? year.slice(0, 2) : "",
  };
}

/**
 * A day written as `format` says, as ISO text; a time of day after it is dropped, and ISO text is
 * left as it is. Text of any other form becomes text that is no date, so that a cell written
 * otherwise is refused and not read in another order.
 */
export function isoDay(format: string, text: string): string {
  const { whole, group, letters, century } = parts(format)!;
  const found = whole.exec(text);
  if (!found) return ISO.test(text) ? text : REFUSED + text;
  const month = letters
    ? String(monthNames(letters).indexOf(found[group.M]!.toLowerCase()) + 1)
    : found[group.M]!;
  return `${century}${found[group.Y]}-${month.padStart(2, "0")}-${found[group.D]!.padStart(2, "0")}`;
}

/** The same as SQL over trimmed text that is not blank. */
export function isoDaySql(format: string, trimmed: string): string {
  const { regex, group, letters, century } = parts(format)!;
  const part = (nth: number) => `regexp_extract(${trimmed}, ${quote(`^${regex}$`)}, ${nth})`;
  const names = monthNames(letters).map(quote).join(", ");
  const month = letters
    ? `coalesce(list_position([${names}], lower(${part(group.M)})), 0)::varchar`
    : part(group.M);
  const matches = (pattern: string) => `regexp_full_match(${trimmed}, ${quote(pattern)})`;
  return `case when ${matches(regex)} then ${quote(century)} || ${part(group.Y)} || '-' || lpad(${month}, 2, '0') || '-' || lpad(${part(group.D)}, 2, '0') when ${matches(ISO.source.slice(1, -1))} then ${trimmed} else ${quote(REFUSED)} || ${trimmed} end`;
}

const monthNames = (letters: number): string[] => MONTHS.map((name) => name.slice(0, letters));

/** A day written in one of several forms of which no two read one text as two days. */
export const isoDayOfAny = (formats: readonly string[], text: string): string =>
  isoDay(formats.find((format) => parts(format)!.whole.test(text)) ?? formats[0]!, text);

/** The same as SQL over trimmed text that is not blank. */
export function isoDayOfAnySql(formats: readonly string[], trimmed: string): string {
  const cases = formats.map(
    (format) =>
      `when regexp_full_match(${trimmed}, ${quote(parts(format)!.regex)}) then ${isoDaySql(format, trimmed)}`,
  );
  return `case ${cases.join(" ")} else ${isoDaySql(formats[0]!, trimmed)} end`;
}

/** Days of which, in some form, each part could be another. */
const PROBES = ["2003-04-05", "2010-11-12", "2012-10-11"];

/** Two forms that read some text as different days; null where there are none. */
export function conflictingForms(formats: readonly string[]): [string, string] | null {
  for (const one of formats) {
    for (const other of formats) {
      if (one === other) continue;
      const isTwo = PROBES.some((day) => {
        const text = written(one, day);
        return parts(other)!.whole.test(text) && isoDay(other, text) !== day;
      });
      if (isTwo) return [one, other];
    }
  }
  return null;
}

/** A day as a form writes it. */
function written(format: string, iso: string): string {
  const [year, month, day] = iso.split("-") as [string, string, string];
  const name = MONTHS[Number(month) - 1]!;
  return format.replace(/(?:19|20)YY(?!Y)|D+|M+|Y+/g, (piece) => {
    if (piece.startsWith("D")) return piece === "DD" ? day : String(Number(day));
    if (piece.startsWith("M"))
      return { M: String(Number(month)), MM: month, MMM: name.slice(0, 3), MMMM: name }[piece]!;
    return piece === "YYYY" ? year : year.slice(2);
  });
}
