import type { z } from "zod";
import { columnSql } from "../load/cells/verdict.ts";
import { isoDay } from "../load/recognise/date-format.ts";
import type { Support } from "./likeness.ts";
import { hasWords, meaningOf } from "./meaning.ts";
import type { ColumnProfile } from "./profile.ts";

/** How well values fit a cell. */
export interface Fit extends Support {
  /** Whether any value was there to judge by. */
  isKnown: boolean;
  /** The format in which they are read, where it is not one that the cell reads. */
  dateFormat?: string;
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
  const values = new Map([...profile.values].slice(0, MOST_JUDGED));
  const rows = [...values.values()].reduce((sum, n) => sum + n, 0);
  if (rows === 0) return { score: 0, isKnown: false, why: "no values to judge by" };
  const share = (takes: (value: string) => boolean) =>
    [...values].reduce((sum, [value, n]) => sum + (takes(value) ? n : 0), 0) / rows;
  const asTheyAre = share((value) => cell.safeParse(value).success);
  const per = (score: number) => `${Math.floor(100 * score)}% of its values`;
  if (columnSql(cell).type === "date") {
    // Text without a digit is no day in any form.
    if (share((value) => /[0-9]/.test(value)) === 0)
      return { score: 0, isKnown: true, why: `${per(0)} are such days` };
    const formats = FORMATS.map((dateFormat) => ({
      dateFormat,
      score: share((value) => {
        const day = isoDay(dateFormat, value);
        return /^[0-9]/.test(day) && cell.safeParse(day).success;
      }),
    }));
    const best = formats.reduce((top, next) => (next.score > top.score ? next : top));
    return best.score > asTheyAre + FORMAT_GAIN
      ? { ...best, isKnown: true, why: `${per(best.score)} are days read as ${best.dateFormat}` }
      : { score: asTheyAre, isKnown: true, why: `${per(asTheyAre)} are such days` };
  }
  const score = share((value) => meaningOf(column, cell, value) !== null);
  const how = score > asTheyAre ? "are what it takes, once translated" : "are what it takes";
  return { score, isKnown: true, why: `${per(score)} ${how}` };
}
