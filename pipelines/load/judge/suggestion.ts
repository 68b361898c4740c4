import type { z } from "zod";
import { codesOf, dateBounds } from "../../../loaders/contract/cells.ts";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { datesOf, type MappedColumn } from "../recognise/mapping-schema.ts";
import { describe } from "./describe.ts";
import { innermost, letters } from "./masking.ts";

/** Suggestions for rows whose fault is of no single cell. */
export const SUGGESTIONS = {
  unreadable:
    "as many cells as the header has, and quotation marks around any that holds the delimiter; save the file as CSV UTF-8 or as a workbook",
  addsUp:
    "one row for each of them with the sum, or, where the rows are instalments, a mapping with `sums_repeats: true`",
  conflict: "keep the one of these rows that is right, and take the others out",
} as const;

const MOST_NEAREST = 3;

/**
 * What a supplier may put into a refused cell: what the contract takes and, where the text is
 * almost one of its codes, which. Nothing of the text itself is repeated: a suggestion is made of
 * the contract's words, or of the supplier's own where a mapping says what they mean.
 */
export function suggestion(
  contract: Contract,
  column: string,
  value: string | null,
  mapped?: MappedColumn,
): string {
  const cell = contract.columns.shape[column];
  if (!cell) return "";
  const inner = innermost(cell);
  const own = ownWords(mapped, codesOf(inner));
  const codes = own ?? codesOf(inner);
  const near = value === null || contract.privacy?.[column] ? [] : nearestCodes(codes, value);
  const blank = cell.safeParse(null).success ? ", or leave it blank" : "";
  const perhaps = near.length > 0 ? `perhaps ${near.join(" or ")}; it may be ` : "";
  const takes = own ? `one of ${own.join(", ")}` : (inTheirForms(mapped) ?? describe(cell));
  return `${perhaps}${takes}${within(inner)}${blank}`;
}

/** What a supplier calls the codes: its own words, and codes that it writes as they are. */
function ownWords(mapped: MappedColumn | undefined, codes: readonly string[]): string[] | null {
  const pairs = Object.entries(mapped?.values ?? {}).filter(([, meaning]) => meaning.trim() !== "");
  if (pairs.length === 0 || codes.length === 0) return null;
  const translated = new Set(pairs.map(([, meaning]) => meaning.trim()));
  return [...pairs.map(([word]) => word), ...codes.filter((code) => !translated.has(code))];
}

const inTheirForms = (mapped: MappedColumn | undefined): string | null => {
  const forms = datesOf(mapped);
  return forms.length > 0 ? `a day written ${forms.join(" or ")}` : null;
};

function within(inner: z.ZodType): string {
  const bounds = dateBounds.get(inner);
  return bounds ? ` (${bounds.min} to ${bounds.max})` : "";
}

/**
 * Codes that a text was probably meant to be: those with the same letters, else those fewest
 * single-letter edits away, at most a third of the code's length (Levenshtein distance).
 */
export function nearestCodes(codes: readonly string[], text: string): string[] {
  const typed = letters(text);
  if (typed === "") return [];
  const near = codes.flatMap((code) => {
    const most = Math.floor(letters(code).length / 3);
    if (Math.abs(letters(code).length - typed.length) > most) return [];
    const count = edits(letters(code), typed);
    return count <= most ? [{ code, edits: count }] : [];
  });
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near
    .filter(({ edits }) => edits === fewest)
    .slice(0, MOST_NEAREST)
    .map(({ code }) => code);
}

/** Fewest letters to add, take out or change to make one text of another. */
function edits(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const now = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = before[j]! + (a[i] === b[j] ? 0 : 1);
      now.push(Math.min(changed, before[j + 1]! + 1, now[j]! + 1));
    }
    before = now;
  }
  return before[b.length]!;
}
