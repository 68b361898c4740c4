import type { Contract } from "../../loaders/contract/define-loader.ts";
import { type Candidate, shortName } from "../load/read/formats/candidate.ts";
import type { Reading, Table } from "../load/read/formats/table.ts";
import { heldBack, withMapping } from "../load/recognise/apply-mapping.ts";
import { dryRunOf } from "../load/recognise/nearly-known.ts";
import type { Mappings } from "../load/recognise/read-mappings.ts";
import { recognise } from "../load/recognise/recognise.ts";
import type { Recognised } from "../load/recognise/recognised.ts";
import { isRowless, tablesOf } from "../load/recognise/sort.ts";
import { type Problem, VsendError } from "../warehouse/errors.ts";
import { rule } from "../warehouse/rules.ts";
import { type Proposal, propose } from "./propose.ts";

/** A table that was looked at: known, proposed for, or neither. */
export interface Looked {
  file: Candidate;
  match: Recognised | null;
  problem: Problem | null;
  proposal: Proposal | null;
  table: Table | null;
}

/** The tables of a file, and names of those that a load would pass over although they have columns. */
export interface LookedAt {
  looked: Looked[];
  rowless: string[];
}

/** The tables of a file that a load would take or stop at; none where it would pass the file over. */
export async function lookAt(
  file: Candidate,
  known: readonly Contract[],
  mappings: Mappings,
  reading: Reading,
  isLate: () => boolean,
): Promise<LookedAt> {
  const nothing = { file, match: null, proposal: null, table: null };
  const tables = await problemOf(() => tablesOf(file, known, reading));
  if (tables.problem) return { looked: [{ ...nothing, problem: tables.problem }], rowless: [] };
  const looked: Looked[] = [];
  const rowless: Looked[] = [];
  for (const table of tables.result ?? []) {
    const own = { ...nothing, file: table.file, table };
    const { result: match = null, problem } = await problemOf(() =>
      recognise(table, known, mappings, reading.warehouse),
    );
    const proposed =
      match || isLate() ? null : await problemOf(() => propose(reading.warehouse, table, known));
    const proposal = proposed?.result ?? null;
    const late = !match && proposed === null ? notLooked(table) : null;
    const stops = problem ?? proposed?.problem ?? late;
    if (!match && !stops && !proposal) continue;
    const one = {
      ...own,
      match,
      proposal,
      problem: match ? null : withHeldBack(stops ?? UNKNOWN, table, known, mappings),
    };
    const below = match ?? proposal?.sighting;
    (below && isRowless(below) ? rowless : looked).push(one);
  }
  // An empty sheet beside one with rows is left over; where all are empty the supplier is asked.
  if (looked.length === 0) looked.push(...rowless.splice(0));
  if (looked.length === 0 && file.isNamed && !file.archive)
    looked.push({ ...nothing, problem: { ...UNKNOWN, where: shortName(file) } });
  return { looked, rowless: rowless.map((one) => shortName(one.file)) };
}

const notLooked = ({ file }: Table): Problem => ({
  expected: "a table that one of the loaders knows by its columns",
  came: `columns that none of them knows; what they may be was not looked at, as the call had taken ${rule("dry_run_seconds")} seconds`,
  todo: `look at it by itself: save the sheet or file alone, and ${dryRunOf(file)}`,
});

const UNKNOWN: Problem = {
  expected: "a table that one of the loaders knows by its columns",
  came: "columns that none of them knows",
  todo: "accept a mapping for it, or give a file with the columns listed by `vsend load --help`",
};

/** Tells of accepted mappings that fit the columns but not the file, which is why they are not applied. */
function withHeldBack(
  problem: Problem,
  table: Table,
  known: readonly Contract[],
  { accepted }: Mappings,
): Problem {
  const details = accepted.flatMap((mapping) => {
    const why = heldBack(mapping, table.file);
    return why && withMapping(table, known, mapping) ? [`${mapping.file} ${why}`] : [];
  });
  return { where: shortName(table.file), ...problem, ...(details.length ? { details } : {}) };
}

/**
 * What work on one file gives, or the problem for which it stopped. A fault of the program is told
 * as that file's problem, by its kind alone (its words may hold a cell), so that the others are
 * still looked at; a fault of the machine, such as a full disk, goes on.
 */
export async function problemOf<T>(
  work: () => Promise<T>,
): Promise<{ result?: T; problem: Problem | null }> {
  try {
    return { result: await work(), problem: null };
  } catch (error) {
    if (error instanceof VsendError) return { problem: error.problem };
    if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code) throw error;
    return {
      problem: {
        expected: "to look at this file to its end",
        came: `a fault of the program (${error.name})`,
        todo: "report it with the names of the columns; the other files were looked at",
      },
    };
  }
}
