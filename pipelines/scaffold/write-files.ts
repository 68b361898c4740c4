import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { callError } from "../warehouse/errors.ts";

/**
 * Writes new files below a folder, formatted as the linter has them where it is installed.
 *
 * @param files Their text, by path below the folder.
 * @throws VsendError where one is there already, unless `isForced`. Then nothing is written.
 */
export function writeFiles(
  root: string,
  files: Readonly<Record<string, string>>,
  isForced: boolean,
): string[] {
  const paths = Object.keys(files);
  const there = paths.filter((path) => existsSync(join(root, path)));
  if (there.length > 0 && !isForced) {
    throw callError({
      expected: "names that no file has yet",
      came: `${there.length} that ${there.length === 1 ? "is" : "are"} there`,
      where: root,
      details: there,
      todo: "choose another name, or add --force to write over them; nothing was written",
    });
  }
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path]!);
  }
  return paths;
}

/** Formats files as `npm run format` does; leaves them as they are where the linter is not installed. */
export function format(root: string, paths: readonly string[]): void {
  const linter = join(root, "node_modules/@biomejs/biome/bin/biome");
  const known = paths.filter((path) => path.endsWith(".ts"));
  if (!existsSync(linter) || known.length === 0) return;
  spawnSync(process.execPath, [linter, "check", "--write", ...known], {
    cwd: root,
    stdio: "ignore",
  });
}
