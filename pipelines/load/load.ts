import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import {
  type Correction,
  type CorrectionLine,
  recordCorrections,
} from "../suppliers/correction.ts";
import { findTargets, refusedBefore } from "../suppliers/correction-target.ts";
import { type Fall, fallsOf, holdToLast } from "../suppliers/hold-to-last.ts";
import { callError, type VsendError } from "../warehouse/errors.ts";
import { Faults } from "../warehouse/faults.ts";
import { quote, sql } from "../warehouse/sql.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { makeWorkDir, sweepWorkDirs } from "../warehouse/work-folder.ts";
import { authorityNotes } from "./commit/authority-notes.ts";
import { keyOldDigests } from "./commit/file-digest.ts";
import { type Join, joinsOf } from "./commit/joins.ts";
import { type LedgerLine, ledgerLines, openLedgerLines } from "./commit/ledger.ts";
import { type Digests, loadStaged } from "./commit/load-file.ts";
import { type Before, digestsOf, loadedBefore } from "./commit/loaded-before.ts";
import { holdToOneKey } from "./commit/one-key.ts";
import { prepare } from "./commit/prepare.ts";
import { type RaisedLimit, signRaisedLimits } from "./commit/raised-limits.ts";
import { refuseReplacedParts, replacedNotes } from "./commit/replaced.ts";
import { tellReturns } from "./commit/returns.ts";
import { totalNotes } from "./commit/total-notes.ts";
import { keepWholeNames } from "./commit/whole-names.ts";
import { wholeName } from "./judge/file-name.ts";
import { isAnyoneKeptOut } from "./judge/forgotten.ts";
import { forgetLeftOut, parentsFirst } from "./judge/leave-out.ts";
import { type PseudonymKey, readKey } from "./judge/pseudonym.ts";
import { type Allowed, type StagedFile, stageFile } from "./judge/stage-file.ts";
import { orDiskFull, roomOfWarehouse } from "./read/disk-full.ts";
import { findFiles } from "./read/files.ts";
import { shortName } from "./read/formats/candidate.ts";
import { Steady } from "./read/steady.ts";
import { stopsWith } from "./read/stops.ts";
import type { Mappings } from "./recognise/read-mappings.ts";
import type { Recognised } from "./recognise/recognised.ts";
import { sort } from "./recognise/sort.ts";

/** What happened to every file of one call. */
export interface LoadReport {
  loaded: LedgerLine[];
  /** Files with the same bytes as one loaded before. */
  alreadyLoaded: string[];
  /** Files in folders and archives that no loader recognises. */
  passedOver: string[];
  /** What some of them are, by file. */
  passedOverAs: Record<string, string>;
  /** Columns that were in a file and are not taken, by file. */
  untaken: Record<string, string[]>;
  /** What was concluded about how a file is written, by file. */
  notes: Record<string, readonly string[]>;
  /** What was corrected, where the call said that it corrects. */
  corrections: CorrectionLine[];
  /** Authorities of whose rows a larger share was refused than in their last load of the source. */
  worse: Fall[];
  /** How many children of each source that was loaded are in each other one. */
  joins: Join[];
}

/** How a load is to be taken, beyond its files. */
export interface LoadOptions {
  /** The earlier load that the file corrects. */
  correction?: Correction;
  /** Whether a load is refused that is worse than the last of its source and authority. */
  isHeldToLast?: boolean;
  /** A larger share of refused rows than is usual, which somebody signs for. */
  raised?: RaisedLimit;
  /** Mappings that files may be read with. */
  mappings: Mappings;
  /** The loaders to know files by; those of the program unless given. */
  known?: readonly Contract[];
}

/**
 * Recognises, checks and loads files. All files of one call are loaded, or none: they share a
 * transaction, so a crash or an error leaves the warehouse as it was.
 *
 * @throws VsendError with every fault of every file: one named outright that is not recognised, and
 * any that is refused.
 */
export async function load(
  warehouse: Warehouse,
  paths: readonly string[],
  instruments: readonly Instrument[],
  task: Task,
  {
    correction,
    isHeldToLast = false,
    raised,
    mappings,
    known = contracts(instruments),
  }: LoadOptions,
): Promise<LoadReport> {
  await sweepWorkDirs();
  if (correction) await prepare(warehouse, instruments);
  const targets = correction ? await findTargets(warehouse, correction.corrects) : [];
  const workDir = await makeWorkDir();
  const stops = stopsWith(workDir);
  try {
    task.report("looking for files");
    const steady = new Steady();
    const reading = { warehouse, workDir };
    const faults = new Faults();
    const files = await findFiles(
      paths,
      workDir,
      (path) => steady.note(path),
      (work) => faults.gather(work),
    );
    const { recognised, passedOver, passedOverAs } = await sort(
      files,
      known,
      mappings,
      reading,
      faults,
    );
    await prepare(warehouse, instruments);
    const isTold = await faults.gather(() =>
      tellReturns(warehouse, recognised, known).then(() => true),
    );
    const key = readKey();
    const report: LoadReport = {
      loaded: [],
      alreadyLoaded: [],
      passedOver,
      passedOverAs,
      untaken: {},
      notes: {},
      corrections: [],
      worse: [],
      joins: [],
    };
    for (const { file, error } of mappings.broken) report.notes[file] = [notApplied(error)];
    if (recognised.some(({ contract }) => contract.isChildLevel)) {
      await holdToOneKey(warehouse, key);
      await keyOldDigests(warehouse, key, known);
    }
    const allowed = await refusedBefore(warehouse, targets);
    // A file of a return that nobody said whose it is cannot be judged.
    const judged = isTold ? recognised : recognised.filter(({ contract }) => !contract.part);
    const inOrder = parentsFirst(judged, known);
    const spared = { rows: allowed, share: raised?.most ?? 0 };
    const staged = await stageAll(warehouse, inOrder, key, report, task, spared, faults);
    faults.raise();
    await steady.check();
    const ids = await warehouse.transaction(async () => {
      const taken = await commitAll(warehouse, staged, key, known);
      await refuseReplacedParts(
        warehouse,
        staged.map(({ file }, i) => ({
          contract: file.recognised.contract,
          loadId: taken[i]!,
          name: shortName(file.recognised.file),
        })),
      );
      for (const [i, { file, judgedBefore }] of staged.entries()) {
        const { contract } = file.recognised;
        const said = [
          ...(await authorityNotes(warehouse, contract, taken[i]!)),
          ...(await replacedNotes(warehouse, contract, taken[i]!, judgedBefore)),
          ...(await totalNotes(warehouse, contract, taken[i]!)),
        ];
        const name = shortName(file.recognised.file);
        if (said.length > 0) report.notes[name] = [...(report.notes[name] ?? []), ...said];
      }
      if (correction) {
        report.corrections = await recordCorrections(warehouse, correction, targets, taken);
      }
      if (raised) await signRaisedLimits(warehouse, raised, taken);
      report.worse = await fallsOf(warehouse, taken);
      if (isHeldToLast) await holdToLast(warehouse, report.worse);
      stops.isTooLate();
      return taken;
    });
    keepWholeNames(
      new Map(
        staged
          .filter(({ file }) => file.recognised.contract.isChildLevel)
          .map(({ file, digests }) => [digests.digest, wholeName(file.recognised.file)]),
      ),
    );
    const lines = await ledgerLines(warehouse);
    if (staged.some(({ file }) => file.recognised.contract.isChildLevel))
      report.joins = await joinsOf(warehouse, key, known, ids);
    report.loaded = lines.filter(({ load_id }) => ids.includes(load_id));
    return report;
  } catch (error) {
    throw orDiskFull(error, roomOfWarehouse(warehouse.file));
  } finally {
    stops.end();
    await rm(workDir, { recursive: true, force: true });
  }
}

const notApplied = ({ problem: { expected, came, details = [] } }: VsendError): string =>
  `is a mapping with faults and was not applied: expected ${expected}, got ${[came, ...details.slice(0, 3)].join("; ")}`;

/** A file ready to be taken in, with what the ledger knows it by. */
interface Ready {
  file: StagedFile;
  digests: Digests;
  /** Loads of the same bytes by a contract or a mapping that has changed since. */
  judgedBefore: readonly number[];
}

const judgedAgain = (before: readonly Before[]): string =>
  `is loaded again, as its ${before.some(({ is_same_mapping }) => is_same_mapping) ? "loader" : "mapping"} has changed since it was loaded`;

/** The loads that hold in place of loads of which no row is left. */
async function supersededBy(warehouse: Warehouse, before: readonly Before[]): Promise<number[]> {
  const rows = await warehouse.rows<{ source_table: string; load_id: number }>(sql`
    select source_table, load_id from loads
    where load_id in ${before.map(({ load_id }) => load_id)} and rows_loaded = 0 and rows_superseded > 0`);
  const found = new Set<number>();
  for (const { source_table, load_id } of rows) {
    const by = await warehouse.rows<{ by: number }>(
      sql`select distinct superseded_by as "by" from ${sql.id(`superseded_${source_table}`)} where load_id = ${load_id}`,
    );
    for (const { by: load } of by) found.add(load);
  }
  return [...found].sort((a, b) => a - b);
}

const heldNoMore = (by: readonly number[]): string =>
  `was loaded before, and load ${by.join(" and ")} has superseded every row of it: to go back to it, vsend unload ${by[0]} --reason "why"`;

/** Which return a file is of; the same text for every file that is of none. */
const returnOf = ({ contract, given = {} }: Recognised): string =>
  contract.part ? JSON.stringify([contract.part.of, given]) : "";

/**
 * The returns of which some file is not as it was loaded. All of their files are loaded again, so that
 * an export is one whole: with what it shares with an earlier one left to that, taking either back
 * would take from the other.
 */
async function renewedReturns(
  warehouse: Warehouse,
  recognised: readonly Recognised[],
  key: PseudonymKey,
): Promise<ReadonlySet<string>> {
  const renewed = new Set<string>();
  for (const match of recognised) {
    if (!match.contract.part || renewed.has(returnOf(match))) continue;
    // What is wrong with a file is told when it is staged.
    const before = await digestsOf(key, match)
      .then((digests) => loadedBefore(warehouse, match, digests))
      .catch(() => []);
    if (!before.at(-1)?.is_same) renewed.add(returnOf(match));
  }
  return renewed;
}

async function stageAll(
  warehouse: Warehouse,
  recognised: readonly Recognised[],
  key: PseudonymKey,
  report: LoadReport,
  task: Task,
  allowed: Allowed,
  faults: Faults,
): Promise<Ready[]> {
  const ready: Ready[] = [];
  await forgetLeftOut(warehouse);
  const renewed = await renewedReturns(warehouse, recognised, key);
  const stageOne = async (i: number, match: Recognised) => {
    const name = shortName(match.file);
    task.report(`${i + 1} of ${recognised.length}: ${name}`);
    const stageThis = async () => {
      const {
        path,
        origin,
        notes,
        isDamaged = false,
      } = await match.table.settle(match.head, match.place);
      const plain = { ...match, file: { ...match.file, path, isDamaged } };
      const staged = await stageFile(warehouse, plain, { origin, notes }, key, i, allowed);
      return { ...staged, notes: [...notes, ...staged.notes] };
    };
    const digests = await digestsOf(key, match);
    const isInThisCall = ready.some(
      (other) =>
        other.digests.digest === digests.digest &&
        other.file.recognised.contract.table === match.contract.table,
    );
    const before = await loadedBefore(warehouse, match, digests);
    const isOfNewer = renewed.has(returnOf(match));
    if (isInThisCall || (before.at(-1)?.is_same && !isOfNewer)) {
      report.alreadyLoaded.push(name);
      const by = await supersededBy(warehouse, before);
      if (by.length > 0) report.notes[name] = [heldNoMore(by)];
      // Files of a return that are new need to know which records of this one are left out.
      if (match.contract.part && (await isAnyoneKeptOut(warehouse))) await stageThis();
      return;
    }
    if (match.file.madeFrom) report.untaken[dirname(name)] = match.file.madeFrom.untaken;
    else if (match.untaken.length > 0) report.untaken[name] = match.untaken;
    const file = await stageThis();
    const isJudgedAgain = before.length > 0 && !before.at(-1)?.is_same;
    const notes = isJudgedAgain ? [...file.notes, judgedAgain(before)] : file.notes;
    if (notes.length > 0) report.notes[name] = notes;
    ready.push({ file, digests, judgedBefore: before.map(({ load_id }) => load_id) });
  };
  for (const [i, match] of recognised.entries()) await faults.gather(() => stageOne(i, match));
  return ready;
}

async function commitAll(
  warehouse: Warehouse,
  ready: readonly Ready[],
  key: PseudonymKey,
  known: readonly Contract[],
): Promise<number[]> {
  if (ready.some(({ file }) => file.recognised.contract.isChildLevel)) {
    await warehouse.run(
      `insert or ignore into warehouse_facts values ('pseudonym key', ${quote(key.fingerprint)})`,
    );
  }
  const ids: number[] = [];
  for (const { file, digests, judgedBefore } of ready)
    ids.push(await loadStaged(warehouse, file, digests, judgedBefore));
  await refuseMixture(warehouse, known);
  const open = await openLedgerLines(warehouse);
  if (open.length > 0) {
    throw new Error(`the ledger does not close: ${open.map(({ file }) => file).join(", ")}`);
  }
  return ids;
}

async function refuseMixture(warehouse: Warehouse, known: readonly Contract[]) {
  const tables = new Set(
    known
      .filter(({ isChildLevel, columns }) => isChildLevel && "authority_code" in columns.shape)
      .map(({ table }) => `select distinct authority_code from ${table}`),
  );
  const { kinds } = await warehouse.one<{ kinds: number }>(
    `select count(distinct authority_code like 'X%') as kinds from (${[...tables].join(" union all ")})`,
  );
  if (kinds > 1) {
    throw callError({
      expected: "children of real authorities alone, or invented ones alone",
      came: "both, which would mix the sample into real figures",
      where: warehouse.file,
      todo: "load into another warehouse with --warehouse, for example --warehouse data/ours.duckdb",
    });
  }
}
