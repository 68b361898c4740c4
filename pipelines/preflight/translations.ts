import type { z } from "zod";
import { cellKinds } from "../../loaders/contract/cells.ts";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import { FORENAMES } from "../load/judge/forenames.ts";
import { formOnly, innermost, masked } from "../load/judge/masking.ts";
import { columnLetter, sheetRow } from "../load/read/formats/origin.ts";
import type { Origin } from "../load/read/formats/table.ts";
import { rule } from "../warehouse/rules.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { standsForBlank } from "./fitness.ts";
import type { Candidacy } from "./match-columns.ts";
import { meaningOf } from "./meaning.ts";
import { allValues, type PlainFile, type ValueCount } from "./profile.ts";
import { shown } from "./shown.ts";

/** How the values of a column are put in the loader's terms. */
export interface Translation {
  /** Value of the supplier and what it means, with the reason. */
  values: { value: string; meaning: string; why: string; rows: number }[];
  /** Values that would be refused, as they stand where they can be of no child, else by their form; and where the first is. */
  untranslated: Untranslated[];
  /** Words that stand for a blank, and in how many rows. */
  blanks: ReadonlyMap<string, number>;
}

export interface Untranslated {
  value: string;
  /** Whether that is the value itself, which can be written into a mapping. */
  isWhole: boolean;
  rows: number;
  where: string;
}

/** A file as it is translated: where its rows stand, and which of its columns names children. */
interface Translated extends PlainFile {
  origin: Origin;
  child: number | null;
}

/** Proposes translations of the values of codes, whole numbers and days, from every row of the file. */
export async function translations(
  warehouse: Warehouse,
  contract: Contract,
  matched: readonly Candidacy[],
  file: PlainFile & { origin: Origin },
): Promise<(Candidacy & Translation)[]> {
  const child = matched.find(({ column }) => contract.privacy?.[column] === "pseudonym");
  const of = { ...file, child: child?.from.position ?? null };
  const found: (Candidacy & Translation)[] = [];
  for (const match of matched)
    found.push({ ...match, ...(await translationOf(warehouse, contract, match, of)) });
  return found;
}

/** The same of one column, which need not be settled yet. */
export async function translationOf(
  warehouse: Warehouse,
  contract: Contract,
  { column, from }: Pick<Candidacy, "column" | "from">,
  file: Translated,
): Promise<Translation> {
  const cell = contract.columns.shape[column]!;
  const values: Translation["values"] = [];
  const untranslated: Untranslated[] = [];
  const blanks = new Map<string, number>();
  if (contract.privacy?.[column]) return { values, untranslated, blanks };
  const counts = await allValues(warehouse, file, from.position, file.child);
  const isList = isShortList(counts);
  for (const one of counts) {
    const { value, rows } = one;
    if (standsForBlank(column, cell, value)) {
      blanks.set(value, rows);
      continue;
    }
    if (!isCoded(column, cell)) continue;
    const known = meaningOf(column, cell, value);
    const isWord = value.length <= MOST_OF_A_WORD;
    if (known && known.meaning !== value && isWord) values.push({ value, ...known, rows });
    if (known && (known.meaning === value || isWord)) continue;
    const isWhole =
      isWord &&
      (!contract.isChildLevel ||
        (isList && isOfNoChild(one, file.child !== null)) ||
        masked(contract, column, value) === value);
    untranslated.push({
      value: isWhole ? value : formOnly(value),
      isWhole,
      rows,
      where: whereIs(file.origin, one.first, from.position),
    });
  }
  return { values, untranslated, blanks };
}

/** No code is longer, and a mapping cannot be read that translates much longer ones. */
const MOST_OF_A_WORD = 200;

function isCoded(column: string, cell: z.ZodType): boolean {
  const kind = cellKinds.get(innermost(cell))?.kind;
  return kind === "code" || kind === "year" || kind === "integer" || column === "authority_code";
}

/** As many different values as a list of codes may have, each of them in several rows. */
const MOST_CODES = 40;
const ROWS_A_CODE = 3;
/** A value that so many children have is none of theirs. */
const CHILDREN_A_CODE = 3;
const MOST_OF_A_CODE = 60;

function isShortList(counts: readonly ValueCount[]): boolean {
  const rows = counts.reduce((sum, one) => sum + one.rows, 0);
  return counts.length <= MOST_CODES && rows >= ROWS_A_CODE * counts.length;
}

/** Whether a value is a word of the supplier's system: several children have it, and nobody is called so. */
function isOfNoChild({ value, rows, children }: ValueCount, isByChild: boolean): boolean {
  const words = value.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const isShared = isByChild ? children >= CHILDREN_A_CODE : rows >= rule("smallest_mean");
  return (
    isShared &&
    shown(value) === value &&
    value.length <= MOST_OF_A_CODE &&
    !/[0-9]{5}/.test(value) &&
    !words.some((word) => FORENAMES.has(word))
  );
}

function whereIs(origin: Origin, row: number, position: number): string {
  const at = sheetRow(origin, row);
  return at === null ? `row ${row}` : `${columnLetter(position)}${at}`;
}
