import { type Section, sectionsOf } from "./format-code.ts";

/** How a style shows numbers: the parts of its format, for numbers above, below and at zero. */
export interface Shown {
  numbers: readonly Section[];
  /** How it shows text; null as it is. */
  text: Section | null;
}

/** What a cell shows. */
export interface CellText {
  text: string;
  /** Why that is not all there is to it: its format shows nothing of it, or thousands of it. */
  but?: "unshown" | "scaled";
}

/** Number formats that every workbook has without listing them (ECMA-376 part 1, 18.8.30). */
const BUILT_IN: Readonly<Record<number, string>> = {
  9: "0%",
  10: "0.00%",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  22: "m/d/yy h:mm",
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
};
const isBuiltInDay = (id: number) =>
  (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

export const PLAIN = shownAs("General");

/** What a number format makes of a cell, from its id and, for a workbook's own, its code. */
export const shownBy = (id: number, code: string | undefined): Shown =>
  shownAs(code ?? BUILT_IN[id] ?? (isBuiltInDay(id) ? "dd/mm/yyyy" : "General"));

function shownAs(code: string): Shown {
  const sections = sectionsOf(code);
  const last = sections.at(-1)!;
  const text = sections[3] ?? (last.shows.kind === "text" ? last : null);
  return { numbers: sections.slice(0, 3), text };
}

/** Text of a stored text as its cell shows it. */
export function textShown(stored: string, { text }: Shown): CellText {
  switch (text?.shows.kind) {
    case "nothing":
      return stored.trim() === "" ? { text: "" } : { text: "", but: "unshown" };
    case "words":
      return { text: text.shows.words };
    case "text":
      return { text: `${text.shows.before}${stored}${text.shows.after}` };
    default:
      return { text: stored };
  }
}

/**
 * Text of a stored number as a reader of its cell would type it, with all of its decimals: a format
 * rounds what is shown, not what is meant.
 */
export function numberShown(stored: string, shown: Shown, is1904: boolean): CellText {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return { text: stored };
  const { shows } = sectionFor(shown, value);
  const plain = plainText(value);
  switch (shows.kind) {
    case "nothing":
      return value === 0 && isOfNumbers(shown) ? { text: "0" } : { text: "", but: "unshown" };
    case "words":
      return { text: value === 0 && DASHES.test(shows.words) ? "0" : shows.words };
    case "day":
      return { text: dayText(value, is1904, shows) ?? plain };
    case "time":
      return {
        text:
          value >= 0 && value < 1
            ? new Date(Math.round(value * DAY_MS)).toISOString().slice(11, 19)
            : durationText(value, "h"),
      };
    case "duration":
      return { text: durationText(value, shows.unit) };
    case "padded":
      return { text: around(shows, value, padded(value, shows.pattern)) };
    case "number": {
      if (shows.isScaled) return { text: plain, but: "scaled" };
      const text = shows.isPercent ? `${plainText(value * 100)}%` : plain;
      return { text: around(shows, value, text) };
    }
    default:
      return { text: plain };
  }
}

/** How a format of accounts shows zero. */
const DASHES = /^[-\u2010-\u2015\u2212]+$/;

/** Whether a format that shows nothing of zero does so for tidiness, as 0;-0;; does, and not to hide. */
const isOfNumbers = ({ numbers }: Shown): boolean =>
  numbers.some(({ shows }) => ["number", "padded", "general"].includes(shows.kind)) &&
  numbers.every(({ isFor }) => !isFor);

function sectionFor({ numbers }: Shown, value: number): Section {
  const [above, below, zero] = numbers;
  if (numbers.some(({ isFor }) => isFor)) {
    return numbers.find(({ isFor }) => isFor?.(value) ?? true) ?? numbers.at(-1)!;
  }
  return (value < 0 ? below : value === 0 ? zero : null) ?? above!;
}

/** A sign stands before the words that stand before a number. */
function around({ before, after }: { before: string; after: string }, value: number, text: string) {
  if (before === "" && after === "") return text;
  return value < 0 ? `-${before}${text.slice(1)}${after}` : `${before}${text}${after}`.trim();
}

/** Digits put into a pattern of zeros and marks from its right end, as 7 in 000-000 is 000-007. */
function padded(value: number, pattern: readonly string[]): string {
  const plain = plainText(value);
  if (!/^[0-9]+$/.test(plain)) return plain;
  const places = pattern.filter((mark) => mark === "0").length;
  const digits = plain.padStart(places, "0");
  let next = digits.length - places;
  const text = pattern.map((mark) => (mark === "0" ? digits[next++] : mark)).join("");
  return digits.slice(0, digits.length - places) + text;
}

const DAY_MS = 86_400_000;
/** Day 0 of the two calendars of Excel; the first counts a 29 February 1900 that never was. */
const [EPOCH_1900, EPOCH_1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)];

/**
 * Days as 36:00:00, 2160:00 or 129600. A number of days is never given bare: whoever reads 1.5
 * where the sheet shows 36:00:00 takes it for hours.
 */
export function durationText(days: number, unit: "h" | "m" | "s"): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const two = (part: number) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60), seconds];
  const text = {
    h: `${two(h)}:${two(m % 60)}:${two(s % 60)}`,
    m: `${two(m)}:${two(s % 60)}`,
    s: String(s),
  }[unit];
  return days < 0 && seconds > 0 ? `-${text}` : text;
}

/** Excel itself shows no more than fifteen digits, and stores 4.1 as 4.0999999999999996. */
export function plainText(value: number): string {
  const text = String(Number(value.toPrecision(15)) + 0);
  return text.includes("e") && Number.isInteger(value) ? BigInt(value).toString() : text;
}

function dayText(
  serial: number,
  is1904: boolean,
  { hasTime, isYear }: { hasTime: boolean; isYear: boolean },
): string | null {
  if (serial < 0 || serial > 2_958_465 || (!is1904 && serial < 1)) return null;
  const early = !is1904 && serial < 60 ? 1 : 0;
  const days = (hasTime ? serial : Math.floor(serial)) + early;
  const ms = (is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * 86_400) * 1000;
  const text = new Date(ms).toISOString();
  if (isYear) return text.slice(0, 4);
  return Number.isInteger(days) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
