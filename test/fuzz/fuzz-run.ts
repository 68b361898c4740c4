import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { openLedgerLines } from "../../pipelines/load/commit/ledger.ts";
import { type PseudonymKey, readKey } from "../../pipelines/load/judge/pseudonym.ts";
import { load } from "../../pipelines/load/load.ts";
import { readMappings } from "../../pipelines/load/recognise/read-mappings.ts";
import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import { VsendError } from "../../pipelines/warehouse/errors.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../shipped.ts";
import { equivalent } from "./equivalent.ts";
import { judge } from "./judge.ts";
import { dryRunFaults, newLoaderFaults, newLoaderTexts } from "./looked-at.ts";
import { besideOf, type Made, make } from "./made.ts";
import { type Planted, plant } from "./planted.ts";
import { difference, type Supplied, storedText, supplied } from "./same-stored.ts";
import { judgeReturn, makeReturn, type ReturnState, returnState, WHOLE } from "./spoilt-return.ts";
import { delimited } from "./written.ts";

export interface Failure {
  file: string;
  loader: string;
  history: readonly string[];
  wrong: readonly string[];
}

export interface FuzzResult {
  files: number;
  loaded: number;
  refused: number;
  slowestMs: number;
  failures: Failure[];
  /** How often each first line of an error came. */
  errors: Map<string, number>;
  /** How many files each loader was given. */
  loaders: Map<string, number>;
  /** How many files were loaded as they are, spoilt, mapped, or only looked at. */
  kinds: Map<string, number>;
  /** How long those took, in milliseconds. */
  ms: Map<string, number>;
}

/** Files after which the warehouse is made anew, so that one fault of DuckDB does not end the run. */
const FILES_A_WAREHOUSE = 100;
/** Long enough for a machine that is busy with other things; a hang has no end. A dry run takes longer. */
const MOST_MS = 60_000;
const XML_TITLE = "SEN2 return: the whole of it in XML";

/** Read once: what their columns reach, and the SQL of their cells, is learnt once of the same ones. */
const INSTRUMENTS = shippedInstruments();

/** What one run of the fuzzer loads into, and what it takes its files from. */
interface Run {
  warehouse: Warehouse;
  instruments: Instrument[];
  key: PseudonymKey;
  folder: string;
  seeds: Planted[];
  whole: ReturnState;
  /** What is stored of planted rows, where it was asked. */
  stored: Map<Planted, string>;
  /** The new loaders made of planted rows, where one was asked for. */
  made: Map<Planted, string[]>;
}

/**
 * Takes `count` files to one warehouse in memory, emptied after each, and says which of them crashed
 * it, hung it, put a value where it does not belong or broke the ledger. Most are spoilt; some say the
 * same as a valid one in another form, or through a mapping, and must be stored alike; of some a dry
 * run or a new loader is made.
 *
 * @param keep Folder in which the files that failed are kept.
 * @param from The file to begin with: each depends on the seed and its number alone.
 */
export async function fuzz(
  count: number,
  seed: number,
  keep: string,
  from = 0,
): Promise<FuzzResult> {
  const run = await begin(seed);
  const result: FuzzResult = {
    files: 0,
    loaded: 0,
    refused: 0,
    slowestMs: 0,
    failures: [],
    errors: new Map(),
    loaders: new Map(),
    kinds: new Map(),
    ms: new Map(),
  };
  try {
    for (let n = from; n < from + count; n++) {
      if (n > from && n % FILES_A_WAREHOUSE === 0) {
        run.warehouse.close();
        run.warehouse = await emptyWarehouse();
      }
      await one(run, result, seed, n, keep);
    }
    return result;
  } finally {
    run.warehouse.close();
    rmSync(run.folder, { recursive: true, force: true });
  }
}

async function begin(seed: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "vsend-fuzz-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  const key = readKey();
  const instruments = INSTRUMENTS;
  const warehouse = await emptyWarehouse();
  const seeds: Planted[] = [];
  for (const contract of contracts(instruments)) {
    // The header of a return is spoilt with the whole of it.
    if (!contract.part?.isHeader) seeds.push(await plant(contract, key, seed, warehouse));
  }
  const file = join(folder, "whole.xml");
  writeFileSync(file, WHOLE);
  await load(warehouse, [file], instruments, silent, UNMAPPED);
  const whole = await returnState(warehouse);
  await empty(warehouse);
  return { warehouse, instruments, key, folder, seeds, whole, stored: new Map(), made: new Map() };
}

async function emptyWarehouse(): Promise<Warehouse> {
  const warehouse = await openWarehouse(":memory:");
  // Files of forty rows are done sooner by one thread than by several that wait for each other.
  await warehouse.run("set threads = 1");
  return warehouse;
}

/**
 * What is done with a file, and how often. The last six are of files that a load must take: in the
 * loader's own terms or a supplier's, in any order, encoding and kind of file.
 */
const KINDS = {
  spoilt: 42,
  "dry run of a spoilt": 6,
  "new loader of a spoilt": 4,
  equivalent: 22,
  mapped: 14,
  "dry run": 4,
  "dry run of a mapped": 4,
  "new loader": 4,
} as const;
type Kind = keyof typeof KINDS;
const isSpoilt = (kind: Kind): boolean => kind.endsWith("spoilt");

async function one(run: Run, result: FuzzResult, seed: number, n: number, keep: string) {
  const { warehouse, folder, seeds } = run;
  const random = randomOf(seed, n);
  const kind = Object.keys(KINDS)[random.weighted(Object.values(KINDS))] as Kind;
  // One spoilt file in twelve is a return in XML; the others are of any loader.
  const planted =
    isSpoilt(kind) && random.chance(1 / 12) ? null : seeds[random.whole(0, seeds.length - 1)]!;
  const made = await madeFor(kind, run, planted, random);
  const title = planted?.contract.title ?? XML_TITLE;
  result.loaders.set(title, (result.loaders.get(title) ?? 0) + 1);
  result.kinds.set(kind, (result.kinds.get(kind) ?? 0) + 1);
  const into = join(folder, `fuzz-${seed}-${n}`);
  const paths = written(made, into);
  const started = performance.now();
  const wrong: string[] = [];
  try {
    wrong.push(
      ...(await within(
        MOST_MS * (kind.startsWith("dry run") ? 5 : 1),
        faultsOf(kind, run, planted, made, paths),
      )),
    );
    result.loaded++;
  } catch (error) {
    if (error instanceof VsendError) {
      result.refused++;
      const came = error.problem.came.replace(/[0-9]+/g, "#").slice(0, 90);
      result.errors.set(came, (result.errors.get(came) ?? 0) + 1);
      if (/child_id-[0-9]/.test(error.message)) wrong.push("the error gives an identifier away");
      if (made.isValid) wrong.push(`${kind}: a valid file is refused: ${error.message}`);
    } else wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const took = performance.now() - started;
  result.slowestMs = Math.max(result.slowestMs, took);
  result.ms.set(kind, (result.ms.get(kind) ?? 0) + took);
  result.files++;
  if (wrong.length > 0) {
    const file = join(keep, `fuzz-${seed}-${n}`);
    cpSync(into, file, { recursive: true });
    result.failures.push({ file, loader: `${kind}, ${title}`, history: made.history, wrong });
  }
  await empty(warehouse);
  rmSync(into, { recursive: true });
}

/** A file, whether a load must take it, and the mapping that it needs. */
type ToTry = Made & { isValid: boolean; own?: Supplied };

async function madeFor(
  kind: Kind,
  { warehouse, folder }: Run,
  planted: Planted | null,
  random: Random,
): Promise<ToTry> {
  const plain = { beside: {}, altered: 0, grid: null, mustRefuse: false, isValid: true };
  if (!planted || isSpoilt(kind)) {
    const made = planted ? await make(warehouse, planted, random, folder) : makeReturn(random);
    return { ...made, isValid: kind === "spoilt" && made.history.length === 1 };
  }
  const own = kind.endsWith("mapped") ? supplied(planted, random, folder) : null;
  if (own) return { ...plain, ...equivalent(planted, random, "supplier's", own.rows), own };
  if (kind === "new loader") return { ...plain, ...equivalent(planted, random, "example") };
  return { ...plain, ...equivalent(planted, random), beside: besideOf(planted) };
}

/** What is wrong after a file was loaded or looked at. @throws VsendError where it is refused. */
async function faultsOf(
  kind: Kind,
  run: Run,
  planted: Planted | null,
  made: ToTry,
  paths: readonly string[],
): Promise<string[]> {
  const { warehouse, instruments, whole, key } = run;
  const same = made.own?.planted ?? planted;
  const mappings = made.own ? mappingsFor(run, made.own) : UNMAPPED.mappings;
  if (kind.startsWith("dry run")) {
    const taken = made.isValid && same ? { contract: same.contract, rows: same.rows.length } : null;
    return dryRunFaults(paths, instruments, mappings, taken);
  }
  if (kind.startsWith("new loader"))
    return newLoaderFaults(
      paths[0]!,
      instruments,
      made.isValid && same ? await plainLoader(run, same) : null,
    );
  const expected = same && made.isValid && kind !== "spoilt" ? await storedPlain(run, same) : null;
  await load(warehouse, paths, instruments, silent, { mappings });
  const wrong = (await openLedgerLines(warehouse)).map(
    ({ file }) => `the ledger of ${file} does not close`,
  );
  if (made.mustRefuse) wrong.push("it is loaded, and must be refused");
  if (!planted) return [...wrong, ...(await judgeReturn(warehouse, whole, made))];
  if (expected !== null)
    return [...wrong, ...difference(expected, await storedText(warehouse, planted))];
  wrong.push(...(await judge(warehouse, planted, { ...made, key })));
  if (made.history.length === 1) wrong.push(...(await missing(warehouse, planted)));
  return wrong;
}

const mappingsFor = ({ folder, instruments }: Run, { mapping }: Supplied) =>
  readMappings(
    { named: [mapping], folder: join(folder, "mappings"), mayBeAbsent: true },
    contracts(instruments),
  );

const PLAIN = { delimiter: ",", encoding: "utf8", hasMark: false, lineEnd: "\n" };

/** The planted rows as plain CSV, in a folder of their own. */
function plainFile({ folder }: Run, planted: Planted): string {
  const bytes = delimited([planted.header, ...planted.rows], PLAIN);
  const into = mkdtempSync(join(folder, "plain-"));
  return written({ bytes, ending: ".csv", beside: besideOf(planted) }, join(into, "of"))[0]!;
}

/** The new loader that the planted rows give as plain CSV, made once for each loader. */
async function plainLoader(run: Run, planted: Planted): Promise<string[]> {
  const known =
    run.made.get(planted) ?? (await newLoaderTexts(plainFile(run, planted), run.instruments));
  run.made.set(planted, known);
  return known;
}

/** What is stored of the planted rows as plain CSV, once for each loader. */
async function storedPlain(run: Run, planted: Planted): Promise<string> {
  const known = run.stored.get(planted);
  if (known !== undefined) return known;
  const file = plainFile(run, planted);
  const paths = [file, ...Object.keys(besideOf(planted)).map((name) => join(dirname(file), name))];
  await load(run.warehouse, paths, run.instruments, silent, UNMAPPED);
  const stored = await storedText(run.warehouse, planted);
  run.stored.set(planted, stored);
  await empty(run.warehouse);
  return stored;
}

/** Writes a file and what stands beside it. @returns what to load. */
function written(
  { bytes, ending, beside }: Pick<Made, "bytes" | "ending" | "beside">,
  into: string,
): string[] {
  mkdirSync(into);
  const file = join(into, `extract${ending}`);
  writeFileSync(file, bytes);
  for (const [name, other] of Object.entries(beside)) writeFileSync(join(into, name), other);
  return [file, ...Object.keys(beside).map((name) => join(into, name))];
}

async function missing(warehouse: Warehouse, { contract, rows }: Planted): Promise<string[]> {
  const { n } = await warehouse.one<{ n: number }>(`select count(*) as n from ${contract.table}`);
  return n === rows.length ? [] : [`of a valid file ${n} of ${rows.length} rows are loaded`];
}

async function empty(warehouse: Warehouse) {
  const tables = await warehouse
    .rows<{ name: string }>("select distinct source_table as name from loads")
    .catch(() => []);
  if (tables.length === 0) return;
  const all = [...tables.map(({ name }) => name), "loads", "rejected_rows"];
  await warehouse.run(all.map((name) => `delete from ${name}`).join(";"));
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
