import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { build } from "../../pipelines/build/build.ts";
import { check } from "../../pipelines/build/check.ts";
import { type LoadReport, load } from "../../pipelines/load/load.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../shipped.ts";

/** Folder of files as their publishers give them; the project itself holds none. */
const FOLDER = process.env.VSEND_REAL_DATA ?? projectFile("../shared/data");

export const published = (file: string): string => join(FOLDER, file);

/** Whether published files are here to be read; says so where they are not. */
export function havePublished(...files: string[]): boolean {
  const absent = files.filter((file) => !existsSync(published(file)));
  if (absent.length > 0) {
    console.log(`skipped: ${absent.join(", ")} not in the folder VSEND_REAL_DATA names`);
  }
  return absent.length === 0;
}

/** What designs over authorities read, and the tables that they fill. */
export const READ_BY_DESIGNS = [
  "indicators",
  "statistical_neighbours",
  "authorities",
  "reference_authorities",
  "reference_statistical_neighbours",
  "estimates",
];

/** An empty warehouse in memory, to load into and build. */
export async function emptyWarehouse() {
  process.env.VSEND_KEY_FILE ??= join(await mkdtemp(join(tmpdir(), "vsend-key-")), "key");
  const warehouse = await openWarehouse(":memory:");
  return {
    warehouse,
    load: (...paths: string[]): Promise<LoadReport> =>
      load(warehouse, paths, shippedInstruments(), silent, UNMAPPED),
    /** Builds all, or some tables and what they read. */
    build: (...only: string[]) =>
      build(warehouse, shippedInstruments(), [], silent, only.length > 0 ? { only } : {}),
  };
}

/** A file of a test's own. */
export async function written(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "vsend-written-")), name);
  await writeFile(path, text);
  return path;
}

/** Cells as one line of CSV. */
export const csvLine = (cells: readonly unknown[]): string =>
  cells
    .map((cell) => String(cell ?? ""))
    .map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(",");

/** Sentences of the checks that do not hold. */
export const brokenChecks = async (warehouse: Warehouse): Promise<string[]> =>
  (await check(warehouse)).filter(({ holds }) => !holds).map((result) => result.check);

export async function expectLedger(
  { loaded }: LoadReport,
  lines: Record<string, Partial<Record<"read" | "loaded" | "refused" | "outOfScope", number>>>,
) {
  const seen = Object.fromEntries(
    loaded.map((line) => [
      line.file.split("/").at(-1),
      {
        read: line.rows_read,
        loaded: line.rows_loaded,
        refused: line.rows_rejected,
        outOfScope: line.rows_out_of_scope,
      },
    ]),
  );
  expect(seen).toMatchObject(lines);
}
