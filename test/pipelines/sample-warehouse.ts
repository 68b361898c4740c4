import { rmSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../pipelines/build/build.ts";
import { readInstruments } from "../../pipelines/instruments/read-instruments.ts";
import { load } from "../../pipelines/load/load.ts";
import { type Design, readEvaluations } from "../../pipelines/trials/designs/designs.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";

/** A warehouse with extracts loaded and built (some tables alone, if named), under a key of its own; that of the sample is a copy. */
export async function builtWarehouse(
  paths?: readonly string[],
  evaluations: readonly Design[] = readEvaluations(),
  only?: readonly string[],
): Promise<Warehouse> {
  return paths ? fill(await openWarehouse(":memory:"), paths, evaluations, only) : copyOfSample();
}

async function fill(
  warehouse: Warehouse,
  paths: readonly string[],
  evaluations: readonly Design[],
  only?: readonly string[],
): Promise<Warehouse> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-key-"));
  const before = process.env.VSEND_KEY_FILE;
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  try {
    await load(warehouse, paths, readInstruments(), silent);
    await build(warehouse, readInstruments(), evaluations, silent, only ? { only } : {});
    return warehouse;
  } finally {
    if (before === undefined) delete process.env.VSEND_KEY_FILE;
    else process.env.VSEND_KEY_FILE = before;
    await rm(folder, { recursive: true, force: true });
  }
}

let sample: Promise<string> | undefined;
let copies = 0;

/** The sample is loaded and built once for all tests of a process, since each needs ten seconds. */
async function copyOfSample(): Promise<Warehouse> {
  sample ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), "vsend-sample-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "sample.duckdb");
    const warehouse = await openWarehouse(file);
    await fill(warehouse, [projectFile("data/sample")], readEvaluations());
    await warehouse.run("checkpoint");
    warehouse.close();
    return file;
  })();
  const file = await sample;
  const copy = `${file}.${copies++}`;
  await copyFile(file, copy);
  return openWarehouse(copy);
}
