import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contracts } from "../../loaders/index.ts";
import { VsendError } from "../../pipelines/errors.ts";
import { readInstruments } from "../../pipelines/instruments.ts";
import { load } from "../../pipelines/load/load.ts";
import { readKey } from "../../pipelines/load/pseudonym.ts";
import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import { silent } from "../../pipelines/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse.ts";
import { judge } from "./judge.ts";
import { BYTE_MUTATIONS, type Grid, MUTATIONS } from "./mutations.ts";
import { type Planted, plant } from "./planted.ts";
import {
  CONTAINERS,
  type Container,
  delimited,
  gzipped,
  ndjson,
  workbook,
  writeParquet,
  xlsx,
  zipped,
} from "./written.ts";

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
}

const MOST_MS = 10_000;

/** A file of the fuzzer's own making. */
interface Made {
  bytes: Buffer;
  ending: string;
  history: string[];
  altered: number;
  /** The cells as a spreadsheet shows them, where no byte was touched. */
  grid: string[][] | null;
}

/**
 * Loads `count` spoilt files into one warehouse in memory, emptied after each, and says which of
 * them crashed it, hung it, put a value where it does not belong or broke the ledger.
 *
 * @param keep Folder in which the files that failed are kept.
 */
export async function fuzz(count: number, seed: number, keep: string): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), "vsend-fuzz-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  const key = readKey();
  const instruments = readInstruments();
  const warehouse = await openWarehouse(":memory:");
  // A part of a return is refused without its siblings, and a fallback takes what others leave.
  const alone = contracts(instruments).filter(({ part, isFallback }) => !part && !isFallback);
  const seeds = alone.map((contract) => plant(contract, key, seed));
  const result: FuzzResult = {
    files: 0,
    loaded: 0,
    refused: 0,
    slowestMs: 0,
    failures: [],
    errors: new Map(),
  };
  try {
    for (let n = 0; n < count; n++) {
      const random = randomOf(seed, n);
      const planted = seeds[random.whole(0, seeds.length - 1)]!;
      const made = await make(warehouse, planted, random, folder);
      const file = join(folder, `fuzz-${seed}-${n}${made.ending}`);
      writeFileSync(file, made.bytes);
      const started = performance.now();
      const wrong: string[] = [];
      try {
        await within(MOST_MS, load(warehouse, [file], instruments, silent));
        result.loaded++;
        wrong.push(...(await judge(warehouse, planted, { ...made, key })));
        if (made.history.length === 1) wrong.push(...(await missing(warehouse, planted)));
      } catch (error) {
        if (error instanceof VsendError) {
          result.refused++;
          const came = error.problem.came.replace(/[0-9]+/g, "#").slice(0, 90);
          result.errors.set(came, (result.errors.get(came) ?? 0) + 1);
          if (/child_id-[0-9]/.test(error.message))
            wrong.push("the error gives an identifier away");
          if (made.history.length === 1) wrong.push(`a valid file is refused: ${error.message}`);
        } else wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
      result.slowestMs = Math.max(result.slowestMs, performance.now() - started);
      result.files++;
      if (wrong.length > 0) {
        const kept = join(keep, `fuzz-${seed}-${n}${made.ending}`);
        writeFileSync(kept, made.bytes);
        result.failures.push({
          file: kept,
          loader: planted.contract.title,
          history: made.history,
          wrong,
        });
      }
      await empty(warehouse, planted);
      rmSync(file);
    }
    return result;
  } finally {
    warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function missing(warehouse: Warehouse, { contract, rows }: Planted): Promise<string[]> {
  const { n } = await warehouse.one<{ n: number }>(`select count(*) as n from ${contract.table}`);
  return n === rows.length ? [] : [`of a valid file ${n} of ${rows.length} rows are loaded`];
}

async function make(
  warehouse: Warehouse,
  planted: Planted,
  random: Random,
  folder: string,
): Promise<Made> {
  const container = CONTAINERS[random.weighted([60, 25, 5, 10])]!;
  const grid: Grid = {
    rows: [[...planted.header], ...planted.rows.map((row) => [...row])],
    altered: 0,
    history: [container],
  };
  const names = Object.keys(MUTATIONS);
  const steps = [0, 1, 1, 2, 3][random.whole(0, 4)]!;
  for (let i = 0; i < steps; i++) {
    const name = names[random.whole(0, names.length - 1)]!;
    MUTATIONS[name]!(grid, random);
    grid.history.push(name);
  }
  const byteSteps = steps === 0 ? random.whole(0, 2) : random.chance(0.2) ? 1 : 0;
  return contained(warehouse, container, grid, byteSteps, random, folder);
}

async function contained(
  warehouse: Warehouse,
  container: Container,
  { rows, altered, history }: Grid,
  byteSteps: number,
  random: Random,
  folder: string,
): Promise<Made> {
  const made: Made = {
    bytes: Buffer.alloc(0),
    ending: `.${container}`,
    history,
    altered,
    grid: rows,
  };
  const spoil = (bytes: Buffer, steps: number): Buffer => {
    let spoilt = bytes;
    const names = Object.keys(BYTE_MUTATIONS);
    for (let i = 0; i < steps; i++) {
      const name = names[random.whole(0, names.length - 1)]!;
      const { bytes: next, cells } = BYTE_MUTATIONS[name]!(spoilt, random);
      [spoilt, made.grid, made.altered] = [next, null, made.altered + cells];
      history.push(name);
    }
    return spoilt;
  };
  switch (container) {
    case "csv": {
      const dialect = {
        delimiter: [",", ",", ";", "\t", "|"][random.whole(0, 4)]!,
        ...[
          { encoding: "utf8", hasMark: false },
          { encoding: "utf8", hasMark: true },
          { encoding: "utf16le", hasMark: true },
          { encoding: "utf16be", hasMark: true },
          { encoding: "windows-1252", hasMark: false },
        ][random.weighted([5, 2, 1, 1, 2])]!,
        lineEnd: random.chance(0.3) ? "\r\n" : "\n",
      };
      history[0] = `csv ${JSON.stringify(dialect)}`;
      // What windows-1252 cannot write is written as "?", which is an alteration as well.
      if (dialect.encoding === "windows-1252") made.grid = null;
      made.bytes = spoil(delimited(rows, dialect), byteSteps);
      break;
    }
    case "xlsx": {
      const parts: Record<string, string | Buffer> = workbook(rows);
      if (byteSteps && random.chance(0.7)) {
        const names = Object.keys(parts);
        const name = names[random.weighted([1, 3, 3, 3, 1, 20])]!;
        parts[name] = spoil(Buffer.from(parts[name]!), byteSteps);
        made.bytes = xlsx(parts);
      } else made.bytes = spoil(xlsx(parts), byteSteps);
      break;
    }
    case "parquet": {
      const [csv, parquet] = [join(folder, "in.csv"), join(folder, "out.parquet")];
      writeFileSync(
        csv,
        delimited(rows, { delimiter: ",", encoding: "utf8", hasMark: false, lineEnd: "\n" }),
      );
      try {
        await writeParquet(warehouse, csv, parquet);
        made.bytes = spoil(await readFile(parquet), byteSteps);
      } catch {
        // A grid so spoilt cannot be written as Parquet.
        made.bytes = spoil(await readFile(csv), byteSteps);
      }
      made.altered = Infinity;
      break;
    }
    case "ndjson":
      made.bytes = spoil(ndjson(rows), byteSteps);
      // Rows above the header, and rows of their own length, mean something else there.
      if (history.length > 1) made.altered = Infinity;
  }
  const packing = random.weighted([80, 10, 10]);
  if (packing === 1) {
    made.bytes = spoil(gzipped(made.bytes), random.chance(0.3) ? 1 : 0);
    made.ending += ".gz";
  } else if (packing === 2) {
    made.bytes = spoil(zipped(`in/extract${made.ending}`, made.bytes), random.chance(0.3) ? 1 : 0);
    made.ending = ".zip";
  }
  return made;
}

async function empty(warehouse: Warehouse, { contract }: Planted) {
  await warehouse
    .run(`delete from loads; delete from rejected_rows; delete from ${contract.table}`)
    .catch(() => undefined);
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
