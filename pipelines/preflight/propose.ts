import { type Contract, requiredColumns } from "../../loaders/contract/define-loader.ts";
import { singleHeaders } from "../load/read/formats/header.ts";
import type { Plain, Table } from "../load/read/formats/table.ts";
import { isMappable } from "../load/recognise/read-mappings.ts";
import { tooWide } from "../load/recognise/recognise.ts";
import { type Sighting, sightings } from "../load/recognise/sighting.ts";
import { rule } from "../warehouse/rules.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { likeness } from "./likeness.ts";
import {
  type Candidacy,
  canBeConstant,
  type Matching,
  matchColumns,
  matchingScore,
  onlyCode,
} from "./match-columns.ts";
import { type PlainFile, profile } from "./profile.ts";
import { type Translation, translations } from "./translations.ts";

/** What the columns of a file that no loader knows may be; nobody has accepted it. */
export interface Proposal {
  contract: Contract;
  /** 0 to 1: mean score of the columns that the loader must have. */
  score: number;
  /** Another loader, or the same for another instrument, that fits nearly as well. */
  rival: { loader: string; title: string; score: number } | null;
  columns: (Candidacy & Translation)[];
  questions: Matching["questions"];
  /** Columns that hold one value alone, where the loader takes no other. */
  constants: Record<string, string>;
  /** Required columns for which nothing in the file will do. */
  missing: string[];
  /** Columns of the file that are not taken. */
  untaken: string[];
  sighting: Sighting;
  plain: Plain;
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
      return { contract, matching, score: matchingScore(contract, matching) };
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  if (!best || best.score < LEAST) return null;
  const { contract, matching } = best;
  const columns = await translations(warehouse, contract, matching.matched, file);
  const taken = new Set(columns.map(({ from }) => from.position));
  const named = new Set(columns.map(({ column }) => column));
  const absent = requiredColumns(contract).filter((column) => !named.has(column));
  const isClose = second !== undefined && best.score - second.score < 0.15;
  const constants: Record<string, string> = {};
  for (const column of absent) {
    const only = onlyCode(contract, column);
    // Which of two instruments made the file is not for the program to say.
    const isDoubtful = isClose && onlyCode(second.contract, column) !== only;
    if (only !== null && !isDoubtful) constants[column] = only;
  }
  const asked = new Set(matching.questions.map(({ column }) => column));
  return {
    contract,
    score: best.score,
    rival: isClose
      ? { loader: second.contract.name, title: second.contract.title, score: second.score }
      : null,
    columns,
    questions: matching.questions.filter(({ column }) => !(column in constants)),
    constants,
    missing: absent.filter((column) => !(column in constants) && !asked.has(column)),
    untaken: file.header.filter((name, i) => name.trim() && !taken.has(i)),
    sighting,
    plain,
  };
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
