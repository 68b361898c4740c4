import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "../../pipelines/build/build.ts";
import { openLedgerLines } from "../../pipelines/load/commit/ledger.ts";
import { load } from "../../pipelines/load/load.ts";
import { generateSample, writeSample } from "../../pipelines/sample/sample.ts";
import { readEvaluations } from "../../pipelines/trials/designs/designs.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { type Outcome, start } from "../pipelines/vsend.ts";
import { shippedInstruments, UNMAPPED } from "../shipped.ts";

/** Size and content of every table. */
export type State = Record<string, unknown>;

/** Two sets of extracts of the same children, and warehouses at each step of loading them. */
export interface World {
  folder: string;
  first: string;
  second: string;
  /** The state with the first set loaded; with the second loaded on top; with the first built. */
  before: State;
  after: State;
  built: State;
  /** How long the work of a load and of a build takes, in milliseconds. */
  loadTime: number;
  buildTime: number;
  /** A copy of the warehouse that holds the first set. @returns its path. */
  fresh(name: string): string;
  remove(): void;
}

export const loadOf = (extracts: string, warehouse: string) => [
  ...["load", extracts, "--warehouse", warehouse, "--json"],
];
export const buildOf = (warehouse: string, extracts: string) => [
  ...["build", "--warehouse", warehouse, "--json", "--evaluations", extracts],
];

/** Makes the world; it sets VSEND_KEY_FILE and TMPDIR, which a killed program leaves full. */
export async function makeWorld(children: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "vsend-faults-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  process.env.TMPDIR = folder;
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  await writeSample(generateSample({ children, authorities: 4, seed: 7 }), first);
  await writeSample(generateSample({ children, authorities: 4, seed: 8 }), second);
  const [base, next, built] = ["base", "next", "built"].map((name) =>
    join(folder, `${name}.duckdb`),
  ) as [string, string, string];
  await loadInto(base, first);
  copyFileSync(base, next);
  copyFileSync(base, built);
  const loadTime = await loadInto(next, second);
  const buildTime = await within(built, (warehouse) =>
    build(warehouse, shippedInstruments(), readEvaluations(first), silent),
  );
  return {
    folder,
    first,
    second,
    before: await stateOf(base),
    after: await stateOf(next),
    built: await stateOf(built),
    loadTime,
    buildTime,
    fresh: (name) => {
      const file = join(folder, `${name}.duckdb`);
      rmSync(`${file}.wal`, { force: true });
      copyFileSync(base, file);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Tells whether a load has begun since: it makes a folder for copies at once, which a killed one leaves. */
export function begunIn({ folder }: Pick<World, "folder">): () => boolean {
  const count = () => readdirSync(folder).filter((name) => name.startsWith("vsend-")).length;
  const before = count();
  return () => count() > before;
}

const loadInto = (file: string, extracts: string) =>
  within(file, (warehouse) => load(warehouse, [extracts], shippedInstruments(), silent, UNMAPPED));

/** @returns how long the work took, in milliseconds. */
async function within(file: string, work: (warehouse: Warehouse) => Promise<unknown>) {
  const warehouse = await openWarehouse(file);
  const from = performance.now();
  try {
    await work(warehouse);
    return performance.now() - from;
  } finally {
    warehouse.close();
  }
}

/**
 * Starts the command and kills it some time after it has begun.
 *
 * @returns how it ended; the code is null where it was killed before its end.
 */
export async function killed(
  args: string[],
  begun: () => boolean,
  after: number,
): Promise<Outcome> {
  const { child, ended } = start(args);
  while (!begun() && child.exitCode === null) await sleep(2);
  await sleep(after);
  child.kill("SIGKILL");
  return ended;
}

/**
 * The state of a warehouse, whatever the order of its rows and the time of loading. Numbers that
 * are not exact are rounded: DuckDB adds them up in an order that differs from run to run.
 *
 * @throws when its ledger does not close.
 */
export async function stateOf(file: string): Promise<State> {
  const warehouse = await openWarehouse(file);
  try {
    const open = await openLedgerLines(warehouse);
    if (open.length > 0) throw new Error(`the ledger does not close: ${JSON.stringify(open)}`);
    return await digest(warehouse);
  } finally {
    warehouse.close();
  }
}

async function digest(warehouse: Warehouse): Promise<State> {
  const tables = await warehouse.rows<{ name: string; columns: string }>(`
    select table_name as name,
      string_agg(if(data_type = 'DOUBLE', 'round(' || column_name || ', 9)', '"' || column_name || '"'), ', ') as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and column_name <> 'loaded_at' group by table_name`);
  const digests: State = {};
  for (const { name, columns } of tables) {
    digests[name] = await warehouse.one(
      `select count(*) as n, sum(hash(t))::varchar as content from (select ${columns} from "${name}") as t`,
    );
  }
  return digests;
}

export const isSame = (one: State, other: State): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (state: State) => Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
