import { existsSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";

const KEPT_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/** Where what can be made again is kept, for this user alone; `VSEND_CACHE` names another place. */
const cacheHome = (): string =>
  process.env.VSEND_CACHE ??
  join(
    process.env.XDG_CACHE_HOME ?? process.env.LOCALAPPDATA ?? join(homedir(), ".cache"),
    "valuing-send",
  );

export interface Kept {
  folder: string;
  /** False where it was there already. */
  wasMade: boolean;
}

/**
 * A folder of the user's cache that is made once for each key, whole or not at all. What nobody has
 * asked for in a month is removed.
 *
 * @returns null where nothing can be kept, or where others may write there: what is kept becomes
 * part of what is published.
 */
export async function keptFolder(
  kind: string,
  key: string,
  make: (draft: string) => Promise<void>,
): Promise<Kept | null> {
  const home = await openHome(kind);
  if (!home) return null;
  const folder = join(home, key);
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now).catch(() => undefined);
    return { folder, wasMade: false };
  }
  await removeOld(home);
  const draft = await mkdtemp(join(home, "half-"));
  try {
    await make(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another run made the same first.
    if (!existsSync(folder)) throw error;
  }
  return { folder, wasMade: true };
}

async function openHome(kind: string): Promise<string | null> {
  const home = join(cacheHome(), kind);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    for (const path of [cacheHome(), home]) if (!(await isOwn(path))) return null;
    return home;
  } catch {
    return null;
  }
}

/** Windows has no such modes, and a cache folder for each user. */
async function isOwn(path: string): Promise<boolean> {
  const { mode, uid } = await lstat(path);
  return process.platform === "win32" || (uid === userInfo().uid && (mode & 0o022) === 0);
}

async function removeOld(home: string) {
  for (const name of await readdir(home)) {
    const { mtimeMs } = await stat(join(home, name)).catch(() => ({ mtimeMs: Date.now() }));
    const days = name.startsWith("half-") ? 1 : KEPT_DAYS;
    if (Date.now() - mtimeMs > days * DAY) {
      await rm(join(home, name), { recursive: true, force: true });
    }
  }
}
