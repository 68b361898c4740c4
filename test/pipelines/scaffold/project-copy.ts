import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";

const PARTS = [
  "loaders",
  "pipelines",
  "src/components",
  "src/notebooks",
  "test/loaders/published.ts",
  "test/temporary-folder.ts",
  "data/reference",
  "data/instruments",
  "package.json",
  "tsconfig.json",
  "biome.json",
  ".gitignore",
  "vitest.config.ts",
];

/** A copy of the program without its tests and sample, to write into. */
export function projectCopy(): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "vsend-copy-"));
  for (const part of PARTS) {
    try {
      cpSync(projectFile(part), join(root, part), { recursive: true });
    } catch (error) {
      // There need not be a notebook.
      if (!part.startsWith("src/")) throw error;
    }
  }
  symlinkSync(projectFile("node_modules"), join(root, "node_modules"), "dir");
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
