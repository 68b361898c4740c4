import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import type { z } from "zod";
import { codesOf } from "../../loaders/contract/cells.ts";
import { columnSql } from "../load/cells/verdict.ts";
import { innermost, letters } from "../load/judge/masking.ts";
import { projectFile } from "../warehouse/installation.ts";

/** What a value may stand for in a column of a loader, and by what that is known. */
export interface Meaning {
  meaning: string;
  why: string;
}

const reference = (file: string) =>
  csvParse(readFileSync(projectFile(`data/reference/${file}.csv`), "utf8"));

/** Known words for codes, by column and letters. */
const words = (() => {
  const known = new Map<string, Meaning>();
  const add = (column: string, value: string, meaning: string, why: string) =>
    known.set(`${column} ${letters(value)}`, { meaning, why });
  for (const row of reference("setting_ladder"))
    add("setting_type", row.title!, row.setting_type!, "setting_ladder.csv");
  for (const { authority_code, authority_name, old_code, ends_on } of reference("authorities")) {
    if (ends_on) continue;
    add("authority_code", authority_name!, authority_code!, "authorities.csv");
    add("authority_code", old_code!, authority_code!, "authorities.csv");
  }
  for (const row of reference("value_synonyms"))
    add(row.column_name!, row.value!, row.meaning!, "value_synonyms.csv");
  return known;
})();

const worded = new Set([...words.keys()].map((key) => key.split(" ")[0]!));

/** Whether words for the codes of a column of that name are known, so that its name matters. */
export const hasWords = (column: string): boolean => worded.has(column);

/**
 * What a value that a cell may not take as it is stands for; the value itself where it may.
 *
 * @returns null where nothing is known of it.
 */
export function meaningOf(column: string, cell: z.ZodType, value: string): Meaning | null {
  if (cell.safeParse(value).success) return { meaning: value, why: "" };
  const { codes, isWhole } = askedOf(cell);
  const found = [
    words.get(`${column} ${letters(value)}`),
    ...codesLike(codes, value),
    isWhole ? numberIn(value) : undefined,
    worded.has(column) || codes.length > 0 ? saidIn(column, codes, value) : undefined,
  ];
  return found.find((known) => known && cell.safeParse(known.meaning).success) ?? null;
}

const asked = new WeakMap<z.ZodType, { codes: readonly string[]; isWhole: boolean }>();

/** The codes that a cell takes, and whether it takes whole numbers; worked out once. */
function askedOf(cell: z.ZodType) {
  const known = asked.get(cell);
  if (known) return known;
  const inner = innermost(cell);
  const { type } = columnSql(inner);
  const found = { codes: codesOf(inner), isWhole: type.endsWith("int") || type === "integer" };
  asked.set(cell, found);
  return found;
}

function codesLike(codes: readonly string[], value: string): Meaning[] {
  const same = codes.filter((code) => letters(code) === letters(value));
  const year = /^(?:FY ?)?(20[0-9]{2}) ?[-/ ] ?(?:20)?([0-9]{2})$/i.exec(value);
  return [
    ...(same.length === 1 ? [{ meaning: same[0]!, why: "the same letters" }] : []),
    ...(year ? [{ meaning: `${year[1]}-${year[2]}`, why: "the same year" }] : []),
    ...yearNamedByItsEnd(value),
  ];
}

const split = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && word !== "and")
    .map((word) => word.replace(/ies$/, "y").replace(/s$/, ""));

/** The words known for each column, as they are split. */
const phrases = (() => {
  const known = new Map<string, { words: string[]; phrase: string; meaning: string }[]>();
  for (const row of reference("value_synonyms")) {
    const own = known.get(row.column_name!) ?? [];
    known.set(row.column_name!, [
      ...own,
      { words: split(row.value!), phrase: row.value!, meaning: row.meaning! },
    ]);
  }
  return known;
})();

/**
 * The one code of which, or of a known word for which, every word stands in a longer value: "SaLT
 * block", "Home to school transport". Of other no word says anything.
 */
function saidIn(column: string, codes: readonly string[], value: string): Meaning | undefined {
  const own = split(value);
  const all = [
    ...codes.map((code) => ({ words: split(code), phrase: code, meaning: code })),
    ...(phrases.get(column) ?? []),
  ].filter(
    ({ words, meaning }) =>
      meaning !== "other" && words.join("").length > 1 && words.every((word) => own.includes(word)),
  );
  // "Maintained special" says more than the "special" in it.
  const found = all.filter(
    ({ words }) =>
      !all.some(
        (other) =>
          other.words.length > words.length && words.every((word) => other.words.includes(word)),
      ),
  );
  if (new Set(found.map(({ meaning }) => meaning)).size !== 1) return undefined;
  return { meaning: found[0]!.meaning, why: `it says "${found[0]!.phrase}"` };
}

/** FY24 is mostly the financial year that ends in 2024, and here and there the one that begins in it. */
function yearNamedByItsEnd(value: string): Meaning[] {
  const end = Number(/^FY ?'?(?:20)?([0-9]{2})$/i.exec(value)?.[1] ?? Number.NaN);
  if (Number.isNaN(end) || end === 0) return [];
  const two = (year: number) => String(year).padStart(2, "0");
  return [
    {
      meaning: `20${two(end - 1)}-${two(end)}`,
      why: `the year that ends in 20${two(end)}, if that is how their years are named`,
    },
  ];
}

/** "Band 3" may be level 3, if their bands count as the levels do; somebody has to check that. */
function numberIn(value: string): Meaning | undefined {
  const found = /^(band|level|tier|score|range|step|stage)[ -]?([0-9]{1,2})$/i.exec(value);
  return found
    ? { meaning: found[2]!, why: "the number in it, if it counts the same way" }
    : undefined;
}
