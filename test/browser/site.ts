import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../pipelines/build/build.ts";
import { load } from "../../pipelines/load/load.ts";
import { publish, release } from "../../pipelines/publish/publish.ts";
import type { Publication } from "../../pipelines/publish/release-tables.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { evaluateInvented } from "../fixtures/invented-figures.ts";
import { sampleFile } from "../pipelines/sample-file.ts";
import {
  shipped,
  shippedAuthorityDesigns,
  shippedDesigns,
  shippedInstruments,
  UNMAPPED,
} from "../shipped.ts";

export const DFE = projectFile("../shared/data/dfe");
const MEASURES = projectFile("../shared/data/indicators");
/** What councils spend, as the clone holds it. */
const SPEND = [
  "dsg_balance",
  "dsg_deductions",
  "dsg_high_needs_block",
  "high_needs_benchmarking",
  "national_specialist_spend",
  "specialist_spend",
].map((name) => projectFile(`data/open/${name}.parquet`));

/** A site built from the sample (and DfE's figures where they are at hand), in a folder of its own. */
export interface TestSite {
  root: string;
  dist: string;
  warehouse: Warehouse;
  publication: Publication;
  hasDfe: boolean;
  publishAgain(output: string): Promise<Publication>;
  /** Folder of the released tables, written once. */
  released(): Promise<string>;
  remove(): Promise<void>;
}

export async function buildTestSite(): Promise<TestSite> {
  const root = await mkdtemp(join(tmpdir(), "vsend-site-"));
  const sample = await sampleFile();
  process.env.VSEND_KEY_FILE = sample.key;
  await copyFile(sample.warehouse, join(root, "warehouse.duckdb"));
  const warehouse = await openWarehouse(join(root, "warehouse.duckdb"));
  const hasDfe = existsSync(DFE);
  if (!hasDfe) console.log(`skipped: DfE's release is not at ${DFE}`);
  const instruments = shippedInstruments();
  const figures = [DFE, MEASURES].filter((path) => existsSync(path));
  if (figures.length > 0) {
    await load(warehouse, [...figures, ...SPEND], instruments, silent, UNMAPPED);
    await build(warehouse, instruments, shippedDesigns(), silent);
  }
  if (!existsSync(MEASURES)) {
    console.log(`authorities are compared by invented figures: no measures at ${MEASURES}`);
    await evaluateInvented(warehouse, shippedAuthorityDesigns());
  }
  const publishAgain = (output: string) =>
    publish(warehouse, { ...shipped(), audience: "public", output }, silent);
  const dist = join(root, "dist");
  const publication = await publishAgain(dist);
  let data: Promise<string> | undefined;
  const write = async (folder: string) => {
    await release(warehouse, folder, { ...shipped(), audience: "public" }, silent);
    return folder;
  };
  return {
    root,
    dist,
    released: () => {
      data ??= write(join(root, "data"));
      return data;
    },
    warehouse,
    publication,
    hasDfe,
    publishAgain,
    remove: async () => {
      warehouse.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
