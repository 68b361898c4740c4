import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { dictionary } from "../dictionary/dictionary.ts";
import { explain } from "../dictionary/explain.ts";
import { holdToOneNoise, noiseFingerprint } from "../disclosure/noise-secret.ts";
import { pairsTable, scoresTable } from "../instruments/scoring/names.ts";
import { createLedger } from "../load/commit/ledger.ts";
import { createTables } from "../load/commit/load-file.ts";
import { createReleases } from "../releases/tables.ts";
import { evaluateAuthorities } from "../trials/authorities/evaluate-authorities.ts";
import { evaluateAll } from "../trials/children/evaluate.ts";
import { type Design, type Evaluation, isOfAuthorities } from "../trials/designs/designs.ts";
import { projectFile } from "../warehouse/installation.ts";
import { quote } from "../warehouse/sql.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { Batches } from "./batches.ts";
import { models } from "./models.ts";
import { type OrderedModel, order } from "./order.ts";
import { sourceHash } from "./source-hash.ts";

const CHILDREN = "pipelines/trials/children/evaluate.ts";
const AUTHORITIES = "pipelines/trials/authorities/evaluate-authorities.ts";

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

/** Makes every table the models read, so that a warehouse without one source still builds. */
export async function prepare(warehouse: Warehouse, instruments: readonly Instrument[]) {
  await createLedger(warehouse);
  await createReleases(warehouse);
  await warehouse.run(
    "create table if not exists built_models (model varchar primary key, fingerprint varchar not null, rows bigint)",
  );
  await createTables(warehouse, contracts(instruments));
}

export interface BuildOptions {
  /** Says what is out of date and makes nothing. */
  isDryRun?: boolean;
  /** Names of tables to make, with all that they read; everything unless given. */
  only?: readonly string[];
}

/** What the estimates of trials of children read, and those of published figures. */
const estimatesRead = (instruments: readonly Instrument[]): [name: string, reads: string[]][] => [
  [
    "estimates",
    [
      "changes",
      "authorities",
      "assessments",
      "follow_up",
      "domains",
      ...instruments.flatMap((instrument) => [scoresTable(instrument), pairsTable(instrument)]),
    ],
  ],
  [
    "evaluation_outcomes",
    ["estimates", "indicators", "reference_statistical_neighbours", "reference_authorities"],
  ],
];

/**
 * Builds entities, measures and estimates, each in one transaction with its fingerprint, so that a
 * build killed half-way goes on where it stopped, and only what its inputs changed is built again.
 * Those that take no time share a transaction, since ending one takes longer than they do. At the
 * end the warehouse is told what its tables mean.
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
  const noise = noiseFingerprint();
  const fingerprints = await loadedFingerprints(warehouse);
  const built: Built[] = [];
  const kinds = await standing(warehouse);
  const drop = async (name: string) => {
    const kind = kinds.get(name);
    if (kind) await warehouse.run(`drop ${kind} ${name}`);
  };
  const known = await builtBefore(warehouse);
  const batches = new Batches(warehouse);
  const make = async (name: string, fingerprint: string, work: () => Promise<number | null>) => {
    fingerprints.set(name, fingerprint);
    const started = performance.now();
    const before = known.get(name);
    if (before?.fingerprint === fingerprint) {
      built.push({ model: name, action: "unchanged", rows: before.rows, seconds: 0 });
      return;
    }
    if (isDryRun) {
      built.push({ model: name, action: "stale", rows: null, seconds: 0 });
      return;
    }
    task.report(name);
    const rows = await batches.within(async () => {
      const count = await work();
      await warehouse.run(
        `insert or replace into built_models values (${quote(name)}, ${quote(fingerprint)}, ${count ?? "null"})`,
      );
      return count;
    });
    built.push({
      model: name,
      action: "built",
      rows,
      seconds: (performance.now() - started) / 1000,
    });
  };

  const ordered = await order(warehouse, models(instruments));
  const isWanted = only ? wanted(only, ordered, instruments) : () => true;
  for (const { name, file, content } of referenceFiles()) {
    if (!isWanted(name)) continue;
    await make(name, hash(content), async () => {
      await drop(name);
      return createdRows(
        warehouse,
        `create table ${name} as select * from read_csv(${quote(file)}, header = true, delim = ',', quote = '"', sample_size = -1${name === "reference_authorities" ? ", types = {'old_code': 'varchar'}" : ""})`,
      );
    });
  }
  for (const model of ordered) {
    if (!isWanted(model.name)) continue;
    const inputs = model.reads.map((name) => `${name}=${fingerprints.get(name) ?? "absent"}`);
    await make(
      model.name,
      hash(
        model.sql,
        model.keptAs,
        model.madeBy ? sourceHash(model.madeBy) + noise : "",
        ...inputs,
      ),
      async () => {
        await drop(model.name);
        const create = `create ${model.keptAs} ${model.name} as ${model.sql}`;
        if (model.keptAs === "table" && !model.make) return createdRows(warehouse, create);
        if (model.make) await model.make(warehouse);
        else await warehouse.run(create);
        return model.keptAs === "table" ? count(warehouse, model.name) : null;
      },
    );
  }
  const reads = new Map(estimatesRead(instruments));
  const inputsOf = (name: string) =>
    (reads.get(name) ?? []).map((one) => fingerprints.get(one) ?? "");
  const ofChildren = evaluations.filter((design): design is Evaluation => !isOfAuthorities(design));
  if (isWanted("estimates"))
    await make(
      "estimates",
      hash(sourceHash(CHILDREN), noise, JSON.stringify(ofChildren), ...inputsOf("estimates")),
      () => evaluateAll(warehouse, instruments, ofChildren),
    );
  const ofAuthorities = evaluations.filter(isOfAuthorities);
  if (isWanted("evaluation_outcomes"))
    await make(
      "evaluation_outcomes",
      hash(
        sourceHash(AUTHORITIES),
        JSON.stringify(ofAuthorities),
        ...inputsOf("evaluation_outcomes"),
      ),
      () => evaluateAuthorities(warehouse, ofAuthorities, task),
    );
  await batches.end();
  if (!isDryRun && !only) await explain(warehouse, dictionary(instruments, ordered));
  return built;
}

/** Whether a table is one of some, or is read for one of them. */
function wanted(
  only: readonly string[],
  ordered: readonly OrderedModel[],
  instruments: readonly Instrument[],
): (name: string) => boolean {
  const reads = new Map([
    ...ordered.map((model): [string, string[]] => [model.name, model.reads]),
    ...estimatesRead(instruments),
  ]);
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    reads.get(name)?.forEach(add);
  };
  only.forEach(add);
  return (name) => found.has(name);
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

function referenceFiles() {
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

/** What was built before, by its name. */
async function builtBefore(warehouse: Warehouse) {
  const rows = await warehouse.rows<{ model: string; fingerprint: string; rows: number | null }>(
    "from built_models",
  );
  return new Map(rows.map(({ model, ...before }) => [model, before]));
}

/** Makes a table of a select; DuckDB tells how many rows it has. */
const createdRows = async (warehouse: Warehouse, create: string): Promise<number> =>
  (await warehouse.one<{ Count: number }>(create)).Count;

const count = async (warehouse: Warehouse, name: string): Promise<number> =>
  (await warehouse.one<{ n: number }>(`select count(*) as n from ${name}`)).n;
