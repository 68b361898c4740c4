import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { prepare } from "../load/commit/prepare.ts";
import { tellReturns } from "../load/commit/returns.ts";
import { storedAs } from "../load/judge/stage.ts";
import { orDiskFull } from "../load/read/disk-full.ts";
import { findFiles } from "../load/read/files.ts";
import { type Candidate, shortName } from "../load/read/formats/candidate.ts";
import type { Table } from "../load/read/formats/table.ts";
import { stopsWith } from "../load/read/stops.ts";
import { placed } from "../load/recognise/apply-mapping.ts";
import type { Mappings } from "../load/recognise/read-mappings.ts";
import type { Recognised } from "../load/recognise/recognised.ts";
import { ROWLESS, withMeta } from "../load/recognise/sort.ts";
import { isTranslated } from "../load/recognise/translate-cells.ts";
import type { Design } from "../trials/designs/designs.ts";
import type { Problem } from "../warehouse/errors.ts";
import { rule } from "../warehouse/rules.ts";
import type { Task } from "../warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";
import { makeWorkDir } from "../warehouse/work-folder.ts";
import { type Looked, lookAt, problemOf } from "./examine-file.ts";
import { type Judgement, judge } from "./judge.ts";
import { lineage, type Reach } from "./lineage.ts";
import type { Proposal } from "./propose.ts";
import { mappingOf } from "./proposed-mapping.ts";
import { remedyOf } from "./remedy.ts";
import { type Standing, standingIn } from "./standing.ts";

/** What a load would do with one table of a file. */
export interface DryRunFile {
  file: string;
  /** The path to give to a command. */
  source: Candidate;
  /** The loader that knows it, with its mapping where it needs one; null where none does. */
  recognised: { loader: string; title: string; mapping: string | null; why: string } | null;
  /** What would stop the load. */
  problem: Problem | null;
  /** What a file that no loader knows may be. */
  proposal: Proposal | null;
  /** Of a recognised file with rows to refuse: a mapping by which more of its values could be read. */
  remedy: Proposal | null;
  /** What would be refused: of a proposal, if it were accepted as it is. */
  judgement: Judgement | null;
  untaken: string[];
  /** Columns of the loader that are absent, or read otherwise than as they stand, and what each reaches. */
  reaches: ({ column: string; change: string } & Reach)[];
}

type ReachOf = (table: string, column: string) => Reach;

/** What a load of some files would do. Nothing is loaded, written or kept. */
export interface DryRun {
  files: DryRunFile[];
  /** Files in folders and archives that would be passed over. */
  passedOver: string[];
  /** Whether a load of the same files would be taken. */
  isLoadable: boolean;
  /** Why it is not said what a load would replace, where that is so. */
  unlooked: string | null;
}

/**
 * Recognises, proposes for and judges files in a warehouse that is thrown away.
 *
 * @param into The warehouse of which it is said what a load would replace; it is not changed.
 */
export async function dryRun(
  paths: readonly string[],
  instruments: readonly Instrument[],
  evaluations: readonly Design[],
  mappings: Mappings,
  task: Task,
  into?: string,
): Promise<DryRun> {
  const known = contracts(instruments);
  const workDir = await makeWorkDir();
  const stops = stopsWith(workDir);
  const warehouse = await openWarehouse(":memory:");
  try {
    await prepare(warehouse, instruments);
    const standing = await standingIn(warehouse, into);
    const reading = { warehouse, workDir };
    const found: Looked[] = [];
    const started = performance.now();
    const isLate = () => performance.now() - started > 1000 * rule("dry_run_seconds");
    const passedOver: string[] = [];
    const damaged = async (work: () => Promise<Candidate[]>, file: Candidate) => {
      const { result, problem } = await problemOf(work);
      if (problem) found.push({ file, match: null, problem, proposal: null, table: null });
      return result;
    };
    for (const file of withMeta(await findFiles(paths, workDir, undefined, damaged))) {
      task.report(shortName(file));
      const { looked, rowless } = await lookAt(file, known, mappings, reading, isLate);
      found.push(...looked);
      passedOver.push(...rowless.map((name) => `${name} (${ROWLESS})`));
      if (looked.length === 0) passedOver.push(shortName(file));
    }
    await tellWhose(warehouse, found, known);
    // It takes seconds, and a file that is all there does not need it.
    const reach = () => {
      task.report("what the columns reach");
      return reachOf(instruments, evaluations);
    };
    const files: DryRunFile[] = [];
    for (const [i, looked] of found.entries()) {
      task.report(shortName(looked.file));
      files.push(
        await describe(
          warehouse,
          looked,
          i,
          reach,
          isLate,
          typeof standing === "string" ? null : standing,
        ),
      );
    }
    return {
      files,
      passedOver,
      isLoadable: files.length > 0 && files.every(isTaken),
      unlooked: typeof standing === "string" ? standing : null,
    };
  } catch (error) {
    throw orDiskFull(error, {
      holds: "copies of the files",
      where: tmpdir(),
      todo: "make room, or name another disk with TMPDIR, and look again; nothing was loaded",
    });
  } finally {
    stops.end();
    warehouse.close();
    await rm(workDir, { recursive: true, force: true });
  }
}

let learnt: { of: readonly unknown[]; reach: Promise<ReachOf> } | null = null;

/** Learnt once of the same instruments and designs, since it does not depend on the files. */
function reachOf(...of: [readonly Instrument[], readonly Design[]]): Promise<ReachOf> {
  if (!learnt?.of.every((one, i) => one === of[i])) learnt = { of, reach: lineage(...of) };
  return learnt!.reach;
}

const isTaken = ({ recognised, problem, judgement }: DryRunFile): boolean =>
  recognised !== null && problem === null && judgement?.isTooMany === false;

/** Files of a return are told whose they are; where that fails, each of them says so. */
async function tellWhose(warehouse: Warehouse, found: Looked[], known: readonly Contract[]) {
  const parts = found.filter(({ match }) => match?.contract.part);
  const { problem } = await problemOf(() =>
    tellReturns(
      warehouse,
      parts.map(({ match }) => match!),
      known,
    ),
  );
  for (const part of problem ? parts : []) part.problem = problem;
}

async function describe(
  warehouse: Warehouse,
  { file, match, problem, proposal, table }: Looked,
  nth: number,
  reach: () => Promise<ReachOf>,
  isLate: () => boolean,
  standing: Standing | null,
): Promise<DryRunFile> {
  const own = match ?? (proposal && table ? asProposed(table, proposal) : null);
  const settled = match
    ? await problemOf(() => match.table.settle(match.head, match.place))
    : { result: proposal?.plain, problem: null };
  const plain = settled.result;
  const judged =
    own && plain && !(match && problem)
      ? await problemOf(() =>
          judge(warehouse, own, plain, nth, unsaid(proposal), match ? standing : null),
        )
      : null;
  const reached = own && !isLate() ? await problemOf(() => reaches(own, proposal, reach)) : null;
  return {
    file: shortName(file),
    source: file,
    recognised: match && {
      loader: match.contract.name,
      title: match.contract.title,
      mapping: match.mapping?.file ?? null,
      why: match.mapping
        ? `every column that ${match.mapping.name} names is in its header`
        : "it has every column that the loader must have",
    },
    problem: problem ?? settled.problem ?? judged?.problem ?? reached?.problem ?? null,
    proposal,
    remedy:
      match && plain && judged && judged.result?.rowsRefused !== 0
        ? ((await problemOf(() => remedyOf(warehouse, match, plain))).result ?? null)
        : null,
    judgement: judged?.result ?? null,
    untaken: proposal?.untaken ?? match?.untaken ?? [],
    reaches: reached?.result ?? [],
  };
}

const unsaid = (proposal: Proposal | null): string[] =>
  proposal ? [...proposal.missing, ...proposal.questions.map(({ column }) => column)] : [];

/** A table as its proposal would have it read, were it accepted; for judging alone. */
const asProposed = (table: Table, proposal: Proposal): Recognised =>
  placed(table, proposal.contract, mappingOf(proposal), proposal.sighting);

async function reaches(
  match: Recognised,
  proposal: Proposal | null,
  reach: () => Promise<ReachOf>,
): Promise<DryRunFile["reaches"]> {
  const { contract, rest } = match;
  const changes = rest
    ? []
    : Object.keys(contract.columns.shape).flatMap((column) => {
        const change = changeOf(column, match, proposal);
        return change ? [{ column, change }] : [];
      });
  if (changes.length === 0) return [];
  const reached = await reach();
  return changes.map(({ column, change }) => ({
    column,
    change,
    ...reached(contract.table, storedAs(contract, column)),
  }));
}

/** What is otherwise with a column than that it stands in the file as the loader asks; null where nothing is. */
function changeOf(
  column: string,
  { positions, given = {}, mapping }: Recognised,
  proposal: Proposal | null,
): string | null {
  if (proposal?.questions.some((asked) => asked.column === column)) return "not settled";
  if (proposal?.missing.includes(column)) return "absent";
  if (positions[column] === undefined && given[column] === undefined) return "absent";
  const own = mapping?.columns[column];
  if (!own) return null;
  // What is said once for all columns says nothing of this one.
  const { blanks: _, date_formats: __, ...itself } = own;
  const isOfDays = proposal?.columns.some((one) => one.column === column && one.dateFormats);
  return isTranslated(itself) || isOfDays ? "translated" : null;
}
