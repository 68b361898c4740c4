import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../pipelines/build/build.ts";
import { type Design, readEvaluations } from "../../pipelines/evaluate/design.ts";
import { readInstruments } from "../../pipelines/instruments.ts";
import { load } from "../../pipelines/load/load.ts";
import { projectFile } from "../../pipelines/project.ts";
import { silent } from "../../pipelines/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse.ts";

/** A warehouse in memory with extracts loaded and built, under a key of its own. */
export async function builtWarehouse(
  paths: readonly string[] = [projectFile("data/sample")],
  evaluations: readonly Design[] = readEvaluations(),
): Promise<Warehouse> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-key-"));
  const before = process.env.VSEND_KEY_FILE;
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  try {
    const warehouse = await openWarehouse(":memory:");
    await load(warehouse, paths, readInstruments(), silent);
    await build(warehouse, readInstruments(), evaluations, silent);
    return warehouse;
  } finally {
    if (before === undefined) delete process.env.VSEND_KEY_FILE;
    else process.env.VSEND_KEY_FILE = before;
    await rm(folder, { recursive: true, force: true });
  }
}
