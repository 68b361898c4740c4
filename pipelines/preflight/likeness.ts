import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import type { z } from "zod";
import { columnName } from "../../loaders/contract/define-loader.ts";
import { letters } from "../load/judge/masking.ts";
import { projectFile } from "../warehouse/installation.ts";

/** How far a name or values speak for something: 0 to 1, and why in words. */
export interface Support {
  score: number;
  why: string;
}

/** What is said of an area of need, and in what words beside the area's name. */
const ASPECTS = [
  { of: "need", words: ["need", "needs", "level", "score", "level of need", "band"] },
  {
    of: "setting_readiness",
    words: [
      "school ready",
      "school readiness",
      "setting ready",
      "setting readiness",
      "school able to meet need",
    ],
  },
  {
    of: "family_readiness",
    words: [
      "home ready",
      "home readiness",
      "family ready",
      "family readiness",
      "parent readiness",
      "parents ready",
    ],
  },
  { of: "strength", words: ["strength", "strengths"] },
];

const SYNONYMS = (() => {
  const known = new Map<string, string[]>();
  const rows = csvParse(readFileSync(projectFile("data/reference/column_synonyms.csv"), "utf8"));
  for (const { column_name = "", synonym = "" } of rows) {
    known.set(column_name, [...(known.get(column_name) ?? []), synonym]);
  }
  for (const [column, own] of [...known]) {
    const area = /^([a-z]+)_need$/.exec(column)?.[1];
    if (!area) continue;
    for (const { of, words } of ASPECTS) {
      const made = own.flatMap((name) => words.map((word) => `${name} ${word}`));
      const name = `${area}_${of}`;
      known.set(name, [...(known.get(name) ?? []), ...made]);
    }
  }
  return known;
})();

const LITTLE = new Set(["a", "an", "and", "by", "for", "in", "of", "on", "the", "to", "as", "is"]);

/** What is worked out of a text is asked for again for each column of each loader. */
function once<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST_KEPT) known.clear();
    const made = work(text);
    known.set(text, made);
    return made;
  };
}
const MOST_KEPT = 20_000;

const tokens = once((text): readonly string[] =>
  columnName(text)
    .split("_")
    .filter((word) => word && !LITTLE.has(word))
    .map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)),
);
const plain = once(letters);

/** Share of words that two names have in common (Dice's coefficient). */
function shared(one: readonly string[], other: readonly string[]): number {
  if (!one.some((word) => other.includes(word))) return 0;
  const common = new Set(one.filter((word) => other.includes(word))).size;
  return (2 * common) / (new Set(one).size + new Set(other).size || 1);
}

/** So much of something for each week, and not of it all. */
const RATE =
  /\b(per|each|every|a) ?-?(day|week|fortnight|month|term|session|hour|head)\b|\b(daily|weekly|monthly|termly|hourly)\b/i;

/**
 * How like the heading of a supplier's column is to a column of a loader: its name, a known other
 * name, words in common with these or with what the loader says of it.
 */
export function likeness(column: string, cell: z.ZodType, heading: string): Support {
  if (RATE.test(heading) && !RATE.test(`${column} ${cell.description ?? ""}`))
    return { score: 0, why: "a rate, and the column is of the whole" };
  if (columnName(heading) === column) return { score: 1, why: "its own name" };
  if (plain(heading) === plain(column)) return { score: 0.97, why: "the same letters" };
  const synonyms = SYNONYMS.get(column) ?? [];
  if (synonyms.some((synonym) => plain(synonym) === plain(heading)))
    return { score: 0.95, why: "a known name for it" };
  const own = tokens(heading);
  const like = Math.max(...[column, ...synonyms].map((name) => shared(own, tokens(name))));
  const described = shared(own, tokens(cell.description ?? ""));
  return like * 0.8 >= described * 0.9
    ? { score: like * 0.8, why: like > 0 ? "words of its name" : "another name" }
    : { score: described * 0.9, why: "words of what it is" };
}
