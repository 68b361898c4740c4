import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Makes a folder beside `target`, as `fill` fills it, and puts it in the place of what is there. What
 * is there stays as it is where that fails.
 */
export async function replaceFolder(
  target: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.new.tmp`);
  await mkdir(dirname(target), { recursive: true });
  await clearLeftovers(target);
  try {
    await mkdir(draft);
    await fill(draft);
    await swapFolder(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Puts `draft` where `target` is, by renaming: a reader sees the old folder or the new one, but for
 * the moment between two renames. Both must be on one disk.
 */
export async function swapFolder(draft: string, target: string): Promise<void> {
  const old = join(dirname(target), `.${basename(target)}.${process.pid}.old.tmp`);
  const hadOne = await rename(target, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  try {
    await rename(draft, target);
  } catch (error) {
    if (hadOne) await rename(old, target);
    throw error;
  }
  if (hadOne) await rm(old, { recursive: true });
}

/**
 * Clears what a run killed on the way left beside `target`, first putting back the old folder if
 * the run died between the two renames. A run that is alive is left alone.
 */
export async function clearLeftovers(target: string): Promise<void> {
  const pattern = /^\.(.+)\.(\d+)\.(new|old)\.tmp$/;
  for (const name of await readdir(dirname(target))) {
    const [, of, pid, kind] = pattern.exec(name) ?? [];
    if (of !== basename(target) || isAlive(Number(pid))) continue;
    const leftover = join(dirname(target), name);
    if (kind === "old" && !existsSync(target)) await rename(leftover, target);
    else await rm(leftover, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
