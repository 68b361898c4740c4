import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../pipelines/build/build.ts";
import { readEvaluations } from "../../pipelines/evaluate/design.ts";
import { readInstruments } from "../../pipelines/instruments.ts";
import { ledgerLines, openLedgerLines } from "../../pipelines/load/ledger.ts";
import { load } from "../../pipelines/load/load.ts";
import { randomOf } from "../../pipelines/sample/random.ts";
import { generateSample, writeSample } from "../../pipelines/sample/sample.ts";
import { silent } from "../../pipelines/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse.ts";
import { start } from "./vsend.ts";

const LOAD_KILLS = 8;
const BUILD_KILLS = 3;
/** Running again after every kill would double the time of the test. */
const RUN_AGAIN_EVERY = 2;
const TIMEOUT = 180_000;

const folder = mkdtempSync(join(tmpdir(), "vsend-crash-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
// A killed program leaves its work folder; here it goes when the test does.
process.env.TMPDIR = folder;
const extracts = join(folder, "extracts");
const fileOf = (name: string) => join(folder, `${name}.duckdb`);
const loadOf = (name: string) => ["load", extracts, "--warehouse", fileOf(name), "--json"];
const buildOf = (name: string) => [
  ...["build", "--warehouse", fileOf(name), "--json"],
  ...["--evaluations", extracts],
];

afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Size and content of every table, whatever the order of its rows and the time of loading. Numbers
 * that are not exact are rounded: DuckDB adds them up in an order that differs from run to run.
 */
async function digest(warehouse: Warehouse): Promise<Record<string, unknown>> {
  const tables = await warehouse.rows<{ name: string; columns: string }>(`
    select table_name as name,
      string_agg(if(data_type = 'DOUBLE', 'round(' || column_name || ', 9)', '"' || column_name || '"'), ', ') as columns
    from information_schema.columns join information_schema.tables using (table_name)
    where table_type = 'BASE TABLE' and column_name <> 'loaded_at' group by table_name`);
  const digests: Record<string, unknown> = {};
  for (const { name, columns } of tables) {
    digests[name] = await warehouse.one(
      `select count(*) as n, sum(hash(t))::varchar as content from (select ${columns} from "${name}") as t`,
    );
  }
  return digests;
}

async function within<T>(name: string, work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = await openWarehouse(fileOf(name));
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/**
 * Starts the command and kills it at a share of the time its work takes, counted from `begun`.
 *
 * @returns whether it was killed before its end.
 */
async function kill(args: string[], begun: () => boolean, after: number): Promise<boolean> {
  const { child, ended } = start(args);
  while (!begun() && child.exitCode === null) await sleep(2);
  await sleep(after);
  child.kill("SIGKILL");
  return (await ended).code === null;
}

/** Moments spread over the work, one at random in each of as many equal parts. */
const moments = (n: number, seed: number, milliseconds: number): number[] => {
  const random = randomOf(seed);
  return Array.from({ length: n }, (_, i) => ((i + random.uniform()) / n) * milliseconds);
};

/** Runs the command undisturbed. @returns how long its work took, from `begun` to its end. */
async function time(args: string[], begun: () => boolean): Promise<number> {
  const { child, ended } = start(args);
  while (!begun() && child.exitCode === null) await sleep(2);
  const from = performance.now();
  const { code, err } = await ended;
  expect(code, err).toBe(0);
  return performance.now() - from;
}

let loaded: Record<string, unknown>;
let built: Record<string, unknown>;
let loadTime: number;
let buildTime: number;

beforeAll(async () => {
  await writeSample(generateSample({ children: 20_000, authorities: 6, seed: 7 }), extracts);
  loadTime = await time(loadOf("whole"), () => existsSync(fileOf("whole")));
  loaded = await within("whole", digest);
  copyFileSync(fileOf("whole"), fileOf("built"));
  const wal = () => existsSync(`${fileOf("built")}.wal`);
  buildTime = await time(buildOf("built"), wal);
  built = await within("built", digest);
});

describe("a load killed at any moment", () => {
  it(
    "leaves all of it or nothing, and loads the same when run again",
    async () => {
      let killed = 0;
      for (const [i, after] of moments(LOAD_KILLS, 1, loadTime).entries()) {
        const name = `load-${i}`;
        if (await kill(loadOf(name), () => existsSync(fileOf(name)), after)) killed++;
        await within(name, async (warehouse) => {
          const tables = await digest(warehouse);
          if ("loads" in tables) {
            const lines = await ledgerLines(warehouse);
            expect([0, 4], `killed after ${after} ms`).toContain(lines.length);
            expect(await openLedgerLines(warehouse)).toEqual([]);
            if (lines.length > 0) expect(tables).toEqual(loaded);
          }
          if (i % RUN_AGAIN_EVERY > 0) return;
          await load(warehouse, [extracts], readInstruments(), silent);
          expect(await digest(warehouse), `killed after ${after} ms`).toEqual(loaded);
        });
        rmSync(fileOf(name));
      }
      expect(killed).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});

describe("a build killed at any moment", () => {
  it(
    "leaves whole tables only, and goes on to the same end when run again",
    async () => {
      let killed = 0;
      for (const [i, after] of moments(BUILD_KILLS, 2, buildTime).entries()) {
        const name = `build-${i}`;
        copyFileSync(fileOf("whole"), fileOf(name));
        if (await kill(buildOf(name), () => existsSync(`${fileOf(name)}.wal`), after)) killed++;
        await within(name, async (warehouse) => {
          const tables = await digest(warehouse);
          delete tables.built_models;
          expect(built, `killed after ${after} ms`).toMatchObject(tables);
          if (i % RUN_AGAIN_EVERY > 0) return;
          await build(warehouse, readInstruments(), readEvaluations(extracts), silent);
          expect(await digest(warehouse), `killed after ${after} ms`).toEqual(built);
        });
        rmSync(fileOf(name));
      }
      expect(killed).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});
