import { readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { countBytes } from "./byte-search.ts";

/** A file in which pseudonyms still stand. */
export interface Copy {
  file: string;
  times: number;
}

/** Files beside the warehouse that begin with its name, such as backups and logs. */
function besides(file: string): string[] {
  const stem = basename(file, extname(file));
  return readdirSync(dirname(file), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== file && path.slice(dirname(file).length + 1).startsWith(stem));
}

/** Which files beside the warehouse still hold any of the byte strings. */
export async function copiesHolding(file: string, forms: readonly Buffer[]): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const path of besides(file)) {
    const times = await countBytes(path, forms);
    if (times > 0) copies.push({ file: path, times });
  }
  return copies;
}
