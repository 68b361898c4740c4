import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { dictionary } from "../dictionary/dictionary.ts";
import { explain } from "../dictionary/explain.ts";
import { holdToOneNoise, noiseFingerprint } from "../disclosure/noise-secret.ts";
import { prepare } from "../load/commit/prepare.ts";
import type { Design } from "../trials/designs/designs.ts";
import { projectFile } from "../warehouse/installation.ts";
import { quote, sql } from "../warehouse/sql.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { Batches } from "./batches.ts";
import { type Model, models } from "./models.ts";
import { sourceHash } from "./source-hash.ts";
import { tablesRead, watched } from "./tables-read.ts";
import { trialModels } from "./trial-models.ts";

/** What a build did with one model. */
export interface Built {
  model: string;
  /** Stale is said only when asked what a build would do. */
  action: "built" | "unchanged" | "stale";
  rows: number | null;
  seconds: number;
}

const hash = (...parts: string[]): string =>
  parts
    .reduce((digest, part) => digest.update(part).update("\0"), createHash("sha256"))
    .digest("hex")
    .slice(0, 24);

export interface BuildOptions {
  /** Says what is out of date and makes nothing. */
  isDryRun?: boolean;
  /** Names of tables to make, with all that they read; everything unless given. */
  only?: readonly string[];
}

/** How a table came to be, as the warehouse has it. */
interface Made {
  model: string;
  fingerprint: string;
  rows: number | null;
  /** What was read while it was made; null of a warehouse that an earlier version built. */
  reads: string[] | null;
}

/** A table that is asked for before it is made: the asking ends, and begins anew once it is. */
class NotYetMade extends Error {
  constructor(readonly table: string) {
    super(table);
  }
}

/**
 * Builds entities, measures and estimates, each in one transaction with its fingerprint, so that a
 * build killed half-way goes on where it stopped, and only what its inputs changed is built again.
 * Those that take no time share a transaction, since ending one takes longer than they do. What a
 * select reads is found in DuckDB's parse of it; what code reads is noted while
 * it reads, and kept with the fingerprint. At the end the warehouse is told what its tables mean.
 *
 * @throws when tables are made of each other in a circle.
 */
export async function build(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  evaluations: readonly Design[],
  task: Task,
  { isDryRun = false, only }: BuildOptions = {},
): Promise<Built[]> {
  await prepare(warehouse, instruments);
  if (!isDryRun) await holdToOneNoise(warehouse);
  const all = [...models(instruments), ...trialModels(instruments, evaluations)];
  const sources = new Map<string, Model | ReferenceFile>([
    ...referenceFiles().map((file): [string, ReferenceFile] => [file.name, file]),
    ...all.map((model): [string, Model] => [model.name, model]),
  ]);
  // What code turns on beside its tables: noise, and the rules, which it reads from their file.
  const surroundings = [noiseFingerprint(), hash(readFileSync(projectFile(RULES), "utf8"))];
  const fingerprints = await loadedFingerprints(warehouse);
  const before = new Map((await madeBefore(warehouse)).map((made) => [made.model, made]));
  const kinds = await standing(warehouse);
  const done: Made[] = [];
  const batches = new Batches(warehouse, () => keep(warehouse, done.splice(0)));
  const built: Built[] = [];
  const open: string[] = [];

  const fingerprintOf = (source: Model | ReferenceFile, reads: readonly string[]): string =>
    "content" in source
      ? hash(source.content)
      : hash(
          source.sql,
          source.keptAs,
          ...(source.madeBy
            ? [sourceHash(source.madeBy), ...surroundings, JSON.stringify(source.given)]
            : []),
          ...reads.map((name) => `${name}=${fingerprints.get(name) ?? "absent"}`),
        );

  const ensure = async (name: string): Promise<void> => {
    const source = sources.get(name);
    // A loaded table is as its files made it.
    if (!source || fingerprints.has(name)) return;
    if (open.includes(name)) {
      throw new Error(`models read each other: ${[...open, name].join(" -> ")}`);
    }
    open.push(name);
    const known = before.get(name);
    const reads = await knownReads(warehouse, source, known);
    for (const one of reads ?? []) await ensure(one);
    const fingerprint = reads ? fingerprintOf(source, reads) : "never made";
    if (known?.fingerprint === fingerprint) {
      fingerprints.set(name, fingerprint);
      built.push({ model: name, action: "unchanged", rows: known.rows, seconds: 0 });
    } else if (isDryRun) {
      fingerprints.set(name, fingerprint);
      built.push({ model: name, action: "stale", rows: null, seconds: 0 });
    } else {
      task.report(name);
      await make(source);
    }
    open.pop();
  };

  const make = async (source: Model | ReferenceFile): Promise<void> => {
    const { name } = source;
    const started = performance.now();
    const isMade = !("content" in source) && source.make !== undefined;
    const reads = new Set<string>(
      "content" in source || source.make ? [] : await tablesRead(warehouse, source.sql),
    );
    const onRead = (table: string) => {
      const isOfBuild = sources.has(table) && table !== name;
      if (isOfBuild && !fingerprints.has(table)) throw new NotYetMade(table);
      if (isOfBuild || fingerprints.has(table) || /^loaded_/.test(table)) reads.add(table);
    };
    // What code began is taken back when it must wait: what was made before it stays.
    if (isMade) await batches.end();
    try {
      const rows = await batches.within(async () => {
        const kind = kinds.get(name);
        if (kind) await warehouse.run(sql`drop ${sql.raw(kind)} ${sql.id(name)}`);
        const count = await fill(warehouse, source, watched(warehouse, onRead), task);
        const fingerprint = fingerprintOf(source, [...reads].sort());
        done.push({ model: name, fingerprint, rows: count, reads: [...reads].sort() });
        fingerprints.set(name, fingerprint);
        return count;
      });
      const seconds = (performance.now() - started) / 1000;
      built.push({ model: name, action: "built", rows, seconds });
    } catch (cause) {
      if (!(cause instanceof NotYetMade)) throw cause;
      await ensure(cause.table);
      await make(source);
    }
  };

  for (const name of only ?? selectsFirst(sources)) await ensure(name);
  await batches.end();
  // A warehouse in memory has no other reader to be explained to.
  if (!isDryRun && !only && warehouse.file !== ":memory:")
    await explain(warehouse, dictionary(instruments, all));
  return built;
}

const RULES = "data/reference/rules.csv";

/** What a table reads, as far as that is known before it is made. */
async function knownReads(
  warehouse: Warehouse,
  source: Model | ReferenceFile,
  known: Made | undefined,
): Promise<readonly string[] | null> {
  if ("content" in source) return [];
  return source.make ? (known?.reads ?? null) : tablesRead(warehouse, source.sql);
}

/** One statement for all: each by itself takes longer than most tables do. */
async function keep(warehouse: Warehouse, done: readonly Made[]): Promise<void> {
  if (done.length === 0) return;
  const rows = done.map(
    ({ model, fingerprint, rows, reads }) =>
      sql`(${model}, ${fingerprint}, ${rows}, ${reads ?? []})`,
  );
  await warehouse.run(
    sql`insert or replace into built_models (model, fingerprint, rows, reads) values ${sql.join(rows)}`,
  );
}

const madeBefore = (warehouse: Warehouse) =>
  warehouse.rows<Made>("select model, fingerprint, rows, reads from built_models");

/** Selects before what code makes: code then seldom asks for what is not made yet. */
const selectsFirst = (sources: ReadonlyMap<string, Model | ReferenceFile>): string[] => {
  const isMade = (name: string) => (sources.get(name) as Partial<Model>).make !== undefined;
  return [...sources.keys()].sort((a, b) => Number(isMade(a)) - Number(isMade(b)));
};

/** Makes one table or view; how many rows a table has. */
async function fill(
  warehouse: Warehouse,
  source: Model | ReferenceFile,
  own: Warehouse,
  task: Task,
): Promise<number | null> {
  const { name } = source;
  if ("content" in source) {
    return createdRows(
      warehouse,
      `create table ${name} as select * from read_csv(${quote(source.file)}, header = true, delim = ',', quote = '"', sample_size = -1${name === "reference_authorities" ? ", types = {'old_code': 'varchar'}" : ""})`,
    );
  }
  const create = `create ${source.keptAs} ${name} as ${source.sql}`;
  if (source.make) {
    await source.make(own, task);
    return countOf(warehouse, name);
  }
  if (source.keptAs === "table") return createdRows(warehouse, create);
  await warehouse.run(create);
  return null;
}

async function loadedFingerprints(warehouse: Warehouse): Promise<Map<string, string>> {
  const rows = await warehouse.rows<{ name: string; state: string }>(`
    select source_table as name, string_agg(load_id || ':' || coalesce(sha256, keyed_digest) || ':' || rows_loaded, ' ' order by load_id) as state
    from loads group by source_table`);
  const fingerprints = new Map(rows.map(({ name, state }) => [name, hash(state)]));
  const { state } = await warehouse.one<{ state: string }>(
    "select coalesce(string_agg(load_id || ':' || rows_loaded || ':' || rows_rejected, ' ' order by load_id), '') as state from loads",
  );
  return fingerprints.set("loads", hash(state)).set("rejected_rows", hash(state));
}

/** A table kept by hand. */
interface ReferenceFile {
  name: string;
  file: string;
  content: string;
}

function referenceFiles(): ReferenceFile[] {
  const folder = projectFile("data/reference");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".csv"))
    .sort()
    .map((file) => ({
      name: `reference_${basename(file, ".csv")}`,
      file: join(folder, file),
      content: readFileSync(join(folder, file), "utf8"),
    }));
}

/** What stands in the warehouse under each name: asked once, since asking takes longer than dropping. */
async function standing(warehouse: Warehouse): Promise<Map<string, "table" | "view">> {
  const rows = await warehouse.rows<{ name: string; kind: "table" | "view" }>(`
    select table_name as name, 'table' as kind from duckdb_tables() where not internal and schema_name = 'main'
    union all select view_name, 'view' from duckdb_views() where not internal and schema_name = 'main'`);
  return new Map(rows.map(({ name, kind }) => [name, kind]));
}

/** Makes a table of a select; DuckDB tells how many rows it has. */
const createdRows = async (warehouse: Warehouse, create: string): Promise<number> =>
  (await warehouse.one<{ Count: number }>(create)).Count;

const countOf = async (warehouse: Warehouse, name: string): Promise<number> =>
  (await warehouse.one<{ n: number }>(`select count(*) as n from ${name}`)).n;
