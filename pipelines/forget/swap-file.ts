import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const MARK = ".forgetting-";

/**
 * A new private folder beside a warehouse, on the same disk so that a file can take the warehouse's
 * place at once. Folders of forgettings that were killed are removed: whoever calls holds the
 * warehouse's lock, so none is at work.
 */
export function folderBeside(file: string): string {
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(basename(file) + MARK))
      rmSync(join(dirname(file), name), { recursive: true });
  }
  const folder = `${file}${MARK}${process.pid}`;
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/**
 * Puts a finished file in the place of another: whenever the machine stops, one of the two is there.
 * Neither may have a log of its own, which would be read into the wrong file.
 */
export function swapFile(fresh: string, file: string): void {
  for (const path of [fresh, file]) {
    if (existsSync(`${path}.wal`)) throw new Error(`expected no log beside ${path}`);
  }
  chmodSync(fresh, statSync(file).mode & 0o777);
  flush(fresh);
  renameSync(fresh, file);
  // Windows cannot flush a folder.
  if (process.platform !== "win32") flush(dirname(file));
}

function flush(path: string) {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
