import { copyFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../pipelines/build/build.ts";
import { load } from "../../pipelines/load/load.ts";
import type { Design } from "../../pipelines/trials/designs/designs.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments, UNMAPPED } from "../shipped.ts";
import { sampleFile, withKey } from "./sample-file.ts";

/** A warehouse with extracts loaded and built (some tables alone, if named), under a key of its own; that of the sample is a copy. */
export const builtWarehouse = (
  paths?: readonly string[],
  evaluations: readonly Design[] = shippedDesigns(),
  only?: readonly string[],
): Promise<Warehouse> => (paths ? fill(paths, evaluations, only) : copyOfSample());

async function fill(
  paths: readonly string[],
  evaluations: readonly Design[],
  only?: readonly string[],
): Promise<Warehouse> {
  return withKey(join(await newFolder(), "pseudonym.key"), async () => {
    const warehouse = await openWarehouse(":memory:");
    await load(warehouse, paths, shippedInstruments(), silent, UNMAPPED);
    await build(warehouse, shippedInstruments(), evaluations, silent, only ? { only } : {});
    return warehouse;
  });
}

/** Changes to it are nobody else's. */
async function copyOfSample(): Promise<Warehouse> {
  const copy = join(await newFolder(), "sample.duckdb");
  await copyFile((await sampleFile()).warehouse, copy);
  return openWarehouse(copy);
}

const newFolder = () => mkdtemp(join(tmpdir(), "vsend-built-"));
