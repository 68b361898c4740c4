// Makes data/open from a folder of published releases: `npm run open-data -- FOLDER`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../build/build.ts";
import { readInstruments } from "../instruments/read-instruments.ts";
import { load } from "../load/load.ts";
import { NO_MAPPINGS } from "../load/recognise/read-mappings.ts";
import { readAuthorityDesigns } from "../trials/designs/authority-design.ts";
import { projectFile } from "../warehouse/installation.ts";
import { silent } from "../warehouse/task.ts";
import { openWarehouse } from "../warehouse/warehouse.ts";
import { indicatorsRead, writeOpenExtract } from "./extract.ts";

const [from] = process.argv.slice(2);
if (!from) {
  console.error("expected a folder of published releases\n   to do npm run open-data -- FOLDER");
  process.exit(2);
}
const work = await mkdtemp(join(tmpdir(), "vsend-open-"));
try {
  const warehouse = await openWarehouse(join(work, "open.duckdb"));
  const instruments = readInstruments(projectFile("data/instruments"));
  await load(warehouse, [from], instruments, silent, { mappings: NO_MAPPINGS });
  await build(warehouse, instruments, [], silent, { only: ["reference_council_figures"] });
  const indicators = await indicatorsRead(
    warehouse,
    readAuthorityDesigns(projectFile("data/evaluations")),
  );
  const files = await writeOpenExtract(warehouse, projectFile("data/open"), indicators);
  warehouse.close();
  console.log(`${files.length} files in data/open`);
} finally {
  await rm(work, { recursive: true, force: true });
}
