import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";

const PARTS = [
  "loaders",
  "pipelines",
  "src",
  "test",
  "data",
  "docs",
  "observablehq.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "biome.json",
  ".gitignore",
  "vitest.config.ts",
];

/** What is written by a run, and is no part of the program. */
const isWritten = (path: string): boolean => /\/src\/(data|[.]observablehq)$|[.]duckdb$/.test(path);

/** A copy of the program to write into. */
export function projectCopy(): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "vsend-copy-"));
  for (const part of PARTS) {
    cpSync(projectFile(part), join(root, part), {
      recursive: true,
      filter: (path) => !isWritten(path),
    });
  }
  symlinkSync(projectFile("node_modules"), join(root, "node_modules"), "dir");
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
