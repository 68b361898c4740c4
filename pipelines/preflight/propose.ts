import { cellKinds } from "../../loaders/contract/cells.ts";
import { type Contract, requiredColumns } from "../../loaders/contract/define-loader.ts";
import { innermost } from "../load/judge/masking.ts";
import { singleHeaders } from "../load/read/formats/header.ts";
import type { Plain, Table } from "../load/read/formats/table.ts";
import { countCells } from "../load/recognise/count-cells.ts";
import { isMappable } from "../load/recognise/read-mappings.ts";
import { tooWide } from "../load/recognise/recognise.ts";
import { type Sighting, sightings } from "../load/recognise/sighting.ts";
import { rule } from "../warehouse/rules.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { likeness } from "./likeness.ts";
import {
  type Candidacy,
  canBeConstant,
  matchColumns,
  matchingScore,
  onlyCode,
} from "./match-columns.ts";
import { type ColumnProfile, cellsOf, type PlainFile, profile } from "./profile.ts";
import { type Translation, translationOf, translations } from "./translations.ts";

/** What the columns of a file that no loader knows may be; nobody has accepted it. */
export interface Proposal {
  contract: Contract;
  /** 0 to 1: mean score of the columns that the loader must have. */
  score: number;
  /** Another loader, or the same for another instrument, that fits nearly as well. */
  rival: { loader: string; title: string; score: number } | null;
  columns: (Candidacy & Translation)[];
  questions: Question[];
  /** Columns that hold one value alone, where the loader takes no other. */
  constants: Record<string, string>;
  /** Required columns for which nothing in the file will do. */
  missing: string[];
  /** Columns of the file that are not taken. */
  untaken: string[];
  /** Of rows that add up: how many stand more than once, and how many are the same in every column. */
  repeats: Repeats | null;
  sighting: Sighting;
  plain: Plain;
}

/** A rival with a score so near is named; with one nearer still nothing is said of what tells the two apart. */
const CLOSE = 0.15;
const DOUBTFUL = 0.04;

/** A column of the loader that is not settled; of one candidate its values in the loader's terms. */
export interface Question {
  column: string;
  candidates: Candidacy[];
  translation?: Translation;
}

export interface Repeats {
  rows: number;
  copies: number;
}

const LOADERS_TRIED = 4;

/** A header so much less like the loader than the likeliest is as plausible; then the topmost holds. */
const AS_PLAUSIBLE = 0.8;

/** Of the rows that may name the columns the topmost: rows below a header have words of it too. */
function topmost<T extends Likely>(best: T, found: readonly T[]): Sighting {
  const plausible = found.filter(
    ({ contract, score }) => contract === best.contract && score >= AS_PLAUSIBLE * best.score,
  );
  return plausible.reduce((top, next) =>
    next.sighting.place.first < top.sighting.place.first ? next : top,
  ).sighting;
}

/** A loader, a row that may be its header, and how like its names are. */
interface Likely {
  contract: Contract;
  sighting: Sighting;
  score: number;
}
const LEAST = 0.35;

/** Proposes a mapping for a table; null where no loader is at all like it. */
export async function propose(
  warehouse: Warehouse,
  table: Table,
  contracts: readonly Contract[],
): Promise<Proposal | null> {
  const able = contracts.filter((contract) => isMappable(contract) && !contract.sheet);
  const likely = likeliest(table, able);
  if (!likely[0]) return null;
  const sighting = topmost(likely[0], likely);
  const width = sighting.place.names.length;
  if (width > rule("most_columns")) throw tooWide(table.file, width);
  const plain = await table.settle(sighting.head, sighting.place);
  const file: PlainFile = {
    path: plain.path,
    header: sighting.place.names,
    delimiter: sighting.head.delimiter,
    source: table.file,
    isDamaged: plain.isDamaged,
  };
  const profiles = await profile(warehouse, file);
  const tried = able.filter(
    (contract) =>
      contract.isChildLevel ||
      likely.slice(0, LOADERS_TRIED).some((found) => found.contract === contract),
  );
  const ranked = tried
    .map((contract) => {
      const matching = matchColumns(contract, profiles);
      return { contract, matching, score: matchingScore(contract, matching, profiles) };
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  if (!best || best.score < LEAST) return null;
  const { contract, matching } = best;
  const whole = { ...file, origin: plain.origin };
  const columns = await translations(warehouse, contract, matching.matched, whole);
  const taken = new Set(columns.map(({ from }) => from.position));
  const named = new Set(columns.map(({ column }) => column));
  const absent = requiredColumns(contract).filter((column) => !named.has(column));
  const lead = second === undefined ? 1 : best.score - second.score;
  const isClose = lead < CLOSE;
  const constants: Record<string, string> = {};
  for (const column of absent) {
    const only = onlyCode(contract, column);
    // Which of two instruments made the file is not for the program to say.
    const isDoubtful = lead < DOUBTFUL && onlyCode(second!.contract, column) !== only;
    if (only !== null && !isDoubtful) constants[column] = only;
  }
  const asked = new Set(matching.questions.map(({ column }) => column));
  const missing = absent.filter((column) => !(column in constants) && !asked.has(column));
  const open = matching.questions.filter(({ column }) => !(column in constants));
  const busy = new Set([
    ...taken,
    ...open.flatMap(({ candidates }) => candidates.map(({ from }) => from.position)),
  ]);
  const lists = shortLists(profiles.filter(({ position }) => !busy.has(position)));
  const perhaps = missing
    .filter((column) => lists.length > 0 && isOfCodes(contract, column))
    .map((column) => ({ column, candidates: lists.map((from) => ofCodes(column, from)) }));
  const child = columns.find(({ column }) => contract.privacy?.[column] === "pseudonym");
  const questions: Question[] = [];
  for (const question of [...open, ...perhaps]) {
    const [only, ...others] = question.candidates;
    const of = { ...whole, child: child?.from.position ?? null };
    questions.push(
      only && others.length === 0
        ? { ...question, translation: await translationOf(warehouse, contract, only, of) }
        : question,
    );
  }
  const isAsked = new Set(questions.map(({ column }) => column));
  return {
    contract,
    score: best.score,
    rival:
      second && isClose
        ? { loader: second.contract.name, title: second.contract.title, score: second.score }
        : null,
    columns,
    questions,
    constants,
    missing: missing.filter((column) => !isAsked.has(column)),
    untaken: file.header.filter((name, i) => name.trim() && !taken.has(i)),
    repeats: await repeatsOf(warehouse, contract, file, [
      ...columns,
      ...questions.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : [])),
    ]),
    sighting,
    plain,
  };
}

const MOST_WORDS = 40;
const MOST_LISTS = 3;

/** Columns of a few words that stand again and again, as codes do. */
function shortLists(profiles: readonly ColumnProfile[]): ColumnProfile[] {
  const found = profiles.filter(({ name, values }) => {
    const rows = [...values.values()].reduce((sum, n) => sum + n, 0);
    const words = [...values.keys()].filter((value) => /[A-Za-z]{2}/.test(value)).length;
    return (
      name.trim() !== "" &&
      values.size > 1 &&
      values.size <= MOST_WORDS &&
      rows >= 3 * values.size &&
      words * 2 > values.size
    );
  });
  return found.length <= MOST_LISTS ? found : [];
}

const isOfCodes = ({ columns }: Contract, column: string): boolean =>
  cellKinds.get(innermost(columns.shape[column]!))?.kind === "code";

const ofCodes = (column: string, from: ColumnProfile): Candidacy => ({
  column,
  from,
  score: 0,
  reasons: [`a list of ${from.values.size} words`],
  isNamed: false,
});

/** Rows of one key of a source whose rows add up; null where not every column of the key is there. */
export async function repeatsOf(
  warehouse: Warehouse,
  contract: Contract,
  file: PlainFile,
  found: readonly Pick<Candidacy, "column" | "from">[],
): Promise<Repeats | null> {
  if (!contract.isAdditive) return null;
  const key = contract.key.filter((column) => column !== "authority_code");
  const cells = key.map((column) => found.find((one) => one.column === column)?.from.position);
  if (cells.includes(undefined)) return null;
  const csv = cellsOf(file);
  const times = async (columns: readonly string[]) =>
    (
      await countCells<{ n: number }>(
        warehouse,
        file.source,
        `select coalesce(sum(n), 0)::integer as n from (select count(*) as n from ${csv} group by ${columns.join(", ")} having count(*) > 1 and max(c${cells[0]}) <> '')`,
      )
    ).n;
  const rows = await times(cells.map((cell) => `c${cell}`));
  return rows > 0 ? { rows, copies: await times(file.header.map((_, i) => `c${i}`)) } : null;
}

/** The loaders whose names are most like a row of the table, and that row, the likeliest first. */
function likeliest(table: Table, contracts: readonly Contract[]) {
  const found = sightings(table, singleHeaders).filter(isOfNames);
  return contracts
    .flatMap((contract) => {
      const needed = requiredColumns(contract).filter((own) => !canBeConstant(contract, own));
      return found.map((sighting) => {
        const names = [...new Set(sighting.header)].filter((name) => name.trim() !== "");
        const scores = needed.map((column) => {
          const cell = contract.columns.shape[column]!;
          return Math.max(0, ...names.map((name) => likeness(column, cell, name).score));
        });
        const score = scores.reduce((sum, one) => sum + one, 0) / (scores.length || 1);
        return { contract, sighting, score };
      });
    })
    .sort((a, b) => b.score - a.score);
}

/** A row of numbers and days names no columns. */
const isOfNames = ({ header }: Sighting): boolean =>
  header.filter((name) => /[A-Za-z]{2}/.test(name)).length * 2 >
  header.filter((n) => n.trim()).length;
