import type { z } from "zod";
import { columnSql } from "../load/cells/verdict.ts";
import { conflictingForms, isoDay } from "../load/recognise/date-format.ts";
import { isBlankWord, isOpenWord } from "./blank-words.ts";
import type { Support } from "./likeness.ts";
import { hasWords, meaningOf } from "./meaning.ts";
import type { ColumnProfile } from "./profile.ts";

/** How well values fit a cell. */
export interface Fit extends Support {
  /** Whether any value was there to judge by. */
  isKnown: boolean;
  /** The format in which they are read, where it is not one that the cell reads. */
  dateFormat?: string;
  /** The fewest formats that together read its days, where one alone does not. */
  dateFormats?: readonly string[];
}

/** Tried in this order; the British before the American. */
const FORMATS = [
  "YYYY-MM-DD",
  "DD/MM/YYYY",
  "D/M/YYYY",
  "DD.MM.YYYY",
  "D.M.YYYY",
  "DD-MM-YYYY",
  "D-M-YYYY",
  "D MMM YYYY",
  "D-MMM-YYYY",
  "D MMMM YYYY",
  "MMM D, YYYY",
  "YYYY/MM/DD",
  "YYYYMMDD",
  "DDMMYYYY",
  "M/D/YYYY",
  "D/M/20YY",
  "D.M.20YY",
  "D-M-20YY",
  "D-MMM-20YY",
  "D MMM 20YY",
  "M/D/20YY",
] as const;

/** A format must explain this much more of the values than reading them as they are. */
const FORMAT_GAIN = 0.02;

/** Values by which a column is judged: the commonest, which say as much as all of them. */
const MOST_JUDGED = 50;

const fits = new WeakMap<ColumnProfile, Map<string, Fit>>();

/**
 * Share of a column's values that a cell takes, as they are, translated or in another date format.
 * Cells of one kind, such as the levels of every area of an instrument, are judged once.
 */
export function fit(column: string, cell: z.ZodType, profile: ColumnProfile): Fit {
  const known = fits.get(profile) ?? new Map<string, Fit>();
  fits.set(profile, known);
  const kind = `${hasWords(column) ? column : ""} ${kindOf(cell)}`;
  const found = known.get(kind) ?? judged(column, cell, profile);
  known.set(kind, found);
  return found;
}

const kinds = new WeakMap<z.ZodType, string>();

function kindOf(cell: z.ZodType): string {
  const known = kinds.get(cell);
  if (known !== undefined) return known;
  const { value, ...sql } = columnSql(cell);
  const kind = JSON.stringify([sql, value("cell")]);
  kinds.set(cell, kind);
  return kind;
}

function judged(column: string, cell: z.ZodType, profile: ColumnProfile): Fit {
  const isDay = columnSql(cell).type === "date";
  // What stands for a blank says nothing of what the column is.
  const values = new Map(
    [...profile.values]
      .filter(([value]) => !standsForBlank(column, cell, value))
      .slice(0, MOST_JUDGED),
  );
  const rows = [...values.values()].reduce((sum, n) => sum + n, 0);
  if (rows === 0) return { score: 0, isKnown: false, why: "no values to judge by" };
  const share = (takes: (value: string) => boolean) =>
    [...values].reduce((sum, [value, n]) => sum + (takes(value) ? n : 0), 0) / rows;
  const asTheyAre = share((value) => cell.safeParse(value).success);
  if (isDay) return daysOf(values, cell, share, asTheyAre);
  const score = share((value) => meaningOf(column, cell, value) !== null);
  const how = score > asTheyAre ? "are what it takes, once translated" : "are what it takes";
  return { score, isKnown: true, why: `${per(score)} ${how}` };
}

/** Whether a text is a word for nothing, in a column that does not take it for anything. */
export function standsForBlank(column: string, cell: z.ZodType, value: string): boolean {
  const isOpen = columnSql(cell).type === "date" && cell.safeParse(null).success;
  if (!isBlankWord(value) && !(isOpen && isOpenWord(value))) return false;
  return meaningOf(column, cell, value) === null;
}

const per = (score: number) => `${Math.floor(100 * score)}% of its values`;

function daysOf(
  values: ReadonlyMap<string, number>,
  cell: z.ZodType,
  share: (takes: (value: string) => boolean) => number,
  asTheyAre: number,
): Fit {
  // Text without a digit is no day in any form.
  if (share((value) => /[0-9]/.test(value)) === 0)
    return { score: 0, isKnown: true, why: `${per(0)} are such days` };
  const reads = (format: string) => (value: string) => {
    const day = isoDay(format, value);
    return /^[0-9]/.test(day) && cell.safeParse(day).success;
  };
  const formats = FORMATS.map((dateFormat) => ({ dateFormat, score: share(reads(dateFormat)) }));
  const best = formats.reduce((top, next) => (next.score > top.score ? next : top));
  const several = fewestFormats([...values.keys()], reads);
  const together = share((value) => several.some((format) => reads(format)(value)));
  if (several.length > 1 && together > Math.max(best.score, asTheyAre) + FORMAT_GAIN)
    return {
      score: together,
      isKnown: true,
      why: `${per(together)} are days read as ${several.join(" or ")}`,
      dateFormats: several,
    };
  return best.score > asTheyAre + FORMAT_GAIN
    ? { ...best, isKnown: true, why: `${per(best.score)} are days read as ${best.dateFormat}` }
    : { score: asTheyAre, isKnown: true, why: `${per(asTheyAre)} are such days` };
}

const MOST_FORMATS = 5;

/** Formats that together read most of the texts, no two of which read one text as two days. */
export function fewestFormats(
  texts: readonly string[],
  reads: (format: string) => (text: string) => boolean,
): string[] {
  const chosen: string[] = [];
  let left = texts.filter((text) => !ISO_DAY.test(text));
  while (left.length > 0 && chosen.length < MOST_FORMATS) {
    const gains = FORMATS.filter((format) => conflictingForms([...chosen, format]) === null).map(
      (format) => ({ format, gain: left.filter(reads(format)).length }),
    );
    const next = gains.reduce((top, one) => (one.gain > top.gain ? one : top), {
      format: "",
      gain: 0,
    });
    if (next.gain === 0) break;
    chosen.push(next.format);
    left = left.filter((text) => !reads(next.format)(text));
  }
  return chosen;
}

const ISO_DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
