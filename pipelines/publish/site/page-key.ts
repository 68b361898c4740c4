import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { sourceHash } from "../../build/source-hash.ts";
import { packagesOf } from "./installed-package.ts";
import { isDoor, sameFunctionsKey } from "./same-functions.ts";
import { isOfRoot, PROJECT_FILES } from "./site-root.ts";

/** The code that makes pages of sources; each with all that it imports. */
const MAKERS = ["framework-process", "kept-pages"].map(
  (name) => `pipelines/publish/site/${name}.ts`,
);

/**
 * Names all that decides what pages are built: their sources, the packages they may import, the
 * code that builds them, and `more`.
 *
 * @param folder holds `src` and `observablehq.config.ts`.
 */
export async function pageKey(folder: string, more: readonly string[]): Promise<string> {
  const digest = createHash("sha256").update(
    JSON.stringify([...more, ...MAKERS.map(sourceHash), ...sameFunctionsKey()]),
  );
  const src = join(folder, "src");
  const entries = await readdir(src, { recursive: true, withFileTypes: true });
  const pages = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(src, join(entry.parentPath, entry.name)))
    .filter((path) => !isOfRoot(path.split(sep)[0] ?? "") && !isDoor(path))
    .map((path) => join(src, path));
  const packages = packagesOf(folder);
  const files = [
    ...PROJECT_FILES.map((name) => join(folder, name)),
    ...(packages ? [join(packages, ".package-lock.json")] : []),
    ...pages.sort(),
  ];
  for (const file of files.filter((path) => existsSync(path))) {
    const path = file.startsWith(folder) ? relative(folder, file) : dirname(file);
    digest
      .update(`${path}\0`)
      .update(await readFile(file))
      .update("\0");
  }
  return digest.digest("hex");
}
