/** Figures and dates as a reader writes them. */

const EN = "en-GB";

export const whole = (n: number): string => Math.round(n).toLocaleString(EN);

const formats = new Map<string, Intl.NumberFormat>();

/** Kept, since making one takes longer than a table of figures. */
function formatOf(decimals: number, useGrouping: boolean): Intl.NumberFormat {
  const key = `${decimals} ${useGrouping}`;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = formats.get(key) ?? new Intl.NumberFormat(EN, { ...digits, useGrouping });
  formats.set(key, format);
  return format;
}

/**
 * A number with so many decimals, a half of the digits that are written rounded away from nought:
 * 2.55 is "2.6", which toFixed makes 2.5. Every figure is rounded here, so that it is the same everywhere.
 */
export const fixed = (n: number, decimals: number, useGrouping = false): string => {
  const text = formatOf(decimals, useGrouping).format(Math.abs(n));
  return `${n < 0 && /[1-9]/.test(text) ? "\u2212" : ""}${text}`;
};

export const decimal = (n: number): string => fixed(n, 1);

export const hundredths = (n: number): string => fixed(n, 2);

/** Points of need: with a decimal only where the figure has one, since those of few children have none. */
export const points = (n: number): string =>
  Number.isInteger(n) ? `${n < 0 ? "\u2212" : ""}${whole(Math.abs(n))}` : decimal(n);

export const percent = (n: number): string => `${decimal(n)}%`;

export const pounds = (n: number): string => `${n < 0 ? "\u2212" : ""}£${whole(Math.abs(n))}`;

export const day = (iso: string | null): string =>
  iso === null
    ? "no date"
    : new Date(`${iso.slice(0, 10)}T00:00:00Z`).toLocaleDateString(EN, {
        day: "numeric",
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      });

/** "August 2026", from 2026-08 or a day. */
export const month = (iso: string | null): string =>
  iso === null
    ? "no date"
    : new Date(`${iso.slice(0, 7)}-01T00:00:00Z`).toLocaleDateString(EN, {
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      });

/** A day, or a month where only that is given. */
export const dayOrMonth = (iso: string | null): string =>
  iso?.length === 7 ? month(iso) : day(iso);

/** "a, b and c". */
export const inList = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** How many of a list a sentence names; a table holds the others. */
const MOST_NAMED = 3;

/** "a, b and c", or of a longer list "a, b, c and 147 others"; no less than two are left to be others. */
export const inShort = (parts: readonly string[], others = "others"): string =>
  parts.length <= MOST_NAMED + 1
    ? inList(parts)
    : inList([...parts.slice(0, MOST_NAMED), `${whole(parts.length - MOST_NAMED)} ${others}`]);

export const plural = (n: number, one: string, many: string): string =>
  `${whole(n)} ${n === 1 ? one : many}`;

export const sumOf = <T>(rows: readonly T[], figureOf: (row: T) => number | null): number =>
  rows.reduce((sum, row) => sum + (figureOf(row) ?? 0), 0);

/** What stands in a table where no figure may stand. */
export const symbolMeaning: Record<string, string> = {
  c: "hidden so that no child can be identified",
  x: "not available",
  z: "not applicable",
  low: "rounds to zero but is not",
  u: "of low reliability",
};

/** "1.2 to 3.4", or null where there is no interval. */
export const interval = (
  lower: number | null,
  upper: number | null,
  format: (value: number) => string = points,
): string | null =>
  lower === null || upper === null ? null : `${format(lower)} to ${format(upper)}`;

export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const lowerFirst = (text: string): string =>
  text.replace(/^\p{Lu}(?!\p{Lu})/u, (first) => first.toLowerCase());
