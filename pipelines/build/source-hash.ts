import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFile } from "../warehouse/installation.ts";

const IMPORT = /^(?:import|export)\s[^;"']*?from\s+["'](\.[^"']+)["']/gms;

/** Modules by path from the project, with what each imports of the project. */
const known = new Map<string, { text: string; imports: string[] }>();

function read(path: string) {
  const held = known.get(path);
  if (held) return held;
  const text = readFileSync(projectFile(path), "utf8");
  const imports = [...text.matchAll(IMPORT)]
    .map(([, to]) => join(dirname(path), to!))
    .filter((to) => existsSync(projectFile(to)));
  const found = { text, imports };
  known.set(path, found);
  return found;
}

/**
 * A module and all that it imports of the project, in order of path.
 *
 * @param module its path from the project, such as pipelines/measures/score-trust/make.ts.
 * @throws when there is no such module.
 */
export function sourcesOf(module: string): string[] {
  const all = new Set([module]);
  // A set that grows is gone through to its new end.
  for (const path of all) for (const to of read(path).imports) all.add(to);
  return [...all].sort();
}

/**
 * Digest of the sources of a module, so that a table made by code is made again when that code, or
 * anything below it, has changed.
 */
export function sourceHash(module: string): string {
  const digest = createHash("sha256");
  for (const path of sourcesOf(module)) digest.update(path).update("\0").update(read(path).text);
  return digest.digest("hex").slice(0, 24);
}
