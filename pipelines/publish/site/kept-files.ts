import { createHash } from "node:crypto";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { makeWorkDir } from "../../warehouse/work-folder.ts";

const KEPT_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/** Files by path, with / between folders. */
export type Files = ReadonlyMap<string, Buffer>;

export interface Kept {
  files: Files;
  /** False where they were there already. */
  wasMade: boolean;
}

type Make = (folder: string) => Promise<void>;

/** Where what can be made again is kept, for this user alone; `VSEND_CACHE` names another place. */
const cacheHome = (): string =>
  process.env.VSEND_CACHE ??
  join(
    process.env.XDG_CACHE_HOME ?? process.env.LOCALAPPDATA ?? join(homedir(), ".cache"),
    "valuing-send",
  );

/**
 * Files that are made once for each key and kept in the user's cache, whole or not at all: what is
 * not what was made is made again, and what nobody has asked for in a month is removed. Where
 * nothing can be kept, or others may write there, they are made each time.
 */
export async function keptFiles(kind: string, key: string, make: Make): Promise<Kept> {
  const home = await openHome(kind);
  if (!home) return makeUnkept(make);
  const folder = join(home, key);
  const held = await readHeld(folder);
  if (held) {
    const now = new Date();
    await utimes(folder, now, now).catch(() => undefined);
    return { files: held, wasMade: false };
  }
  await removeOld(home);
  await rm(folder, { recursive: true, force: true });
  const draft = await mkdtemp(join(home, "half-"));
  try {
    const files = await makeIn(join(draft, "files"), make);
    await writeFile(join(draft, "digest"), digestOf(files));
    // Another run may have made the same first.
    await rename(draft, folder).catch(() => undefined);
    return { files, wasMade: true };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Writes files below a folder. */
export async function writeInto(folder: string, files: Files): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))));
  await Promise.all([...folders].map((one) => mkdir(one, { recursive: true })));
  await Promise.all([...files].map(([path, bytes]) => writeFile(join(folder, path), bytes)));
}

async function makeUnkept(make: Make): Promise<Kept> {
  const folder = await makeWorkDir("site");
  try {
    return { files: await makeIn(join(folder, "files"), make), wasMade: true };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeIn(folder: string, make: Make): Promise<Files> {
  await mkdir(folder);
  await make(folder);
  return filesIn(folder);
}

async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const read = async (path: string): Promise<[string, Buffer]> => [
    path.split(sep).join("/"),
    await readFile(join(folder, path)),
  ];
  return new Map(await Promise.all(paths.map(read)));
}

/** What is kept in a folder, or null where nothing is or it is not what was made. */
async function readHeld(folder: string): Promise<Files | null> {
  try {
    const digest = await readFile(join(folder, "digest"), "utf8");
    const files = await filesIn(join(folder, "files"));
    return digestOf(files) === digest ? files : null;
  } catch {
    return null;
  }
}

function digestOf(files: Files): string {
  const digest = createHash("sha256");
  for (const [path, bytes] of files) digest.update(`${path}\0${bytes.length}\0`).update(bytes);
  return digest.digest("hex");
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
