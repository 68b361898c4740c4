import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readme } from "./readme.ts";
import type { Sample } from "./sample-files.ts";
import type { Table } from "./table.ts";

const ROWS_AT_A_TIME = 20_000;

/**
 * Writes a sample into a folder, making the folder where needed.
 *
 * @returns the paths of the files.
 */
export async function writeSample(sample: Sample, outDir: string): Promise<string[]> {
  await mkdir(outDir, { recursive: true });
  const paths: string[] = [];
  for (const table of sample.tables) {
    const path = join(outDir, table.file);
    await writeTable(table, path);
    paths.push(path);
  }
  const texts = {
    "evaluation.yaml": sample.evaluation,
    "evaluation-settings.yaml": sample.settingsEvaluation,
    "truth.json": `${JSON.stringify(sample.truth, null, 2)}\n`,
    "README.md": readme(sample.truth),
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(outDir, name);
    await writeFile(path, text);
    paths.push(path);
  }
  return paths;
}

/** In parts, because the rows of a large sample do not fit in one string. */
async function writeTable({ columns, rows }: Table, path: string) {
  const handle = await open(path, "w");
  try {
    await handle.write(`${columns.join(",")}\n`);
    for (let from = 0; from < rows.length; from += ROWS_AT_A_TIME) {
      await handle.write(`${rows.slice(from, from + ROWS_AT_A_TIME).join("\n")}\n`);
    }
  } finally {
    await handle.close();
  }
}
