import { createHash } from "node:crypto";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** What the folder is for: to read extracts, or to build a site. */
type Kind = "load" | "site";

/** Machines and containers may share a temporary folder, but not the numbers of their processes. */
const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/**
 * A new private folder for what is taken out of archives and copied as text, identifiers as they
 * came, or for a site while it is built. Whoever makes it removes it; its name says which process
 * that is.
 */
export const makeWorkDir = (kind: Kind = "load"): Promise<string> =>
  mkdtemp(join(tmpdir(), `vsend-${kind}-${machine}-${process.pid}-`));

/**
 * Removes the work folders of this user that processes of this machine left when they were killed.
 *
 * @returns how many.
 */
export async function sweepWorkDirs(): Promise<number> {
  let swept = 0;
  // A folder that may not be listed or removed is no reason not to work.
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const [, where, pid] = /^vsend-(?:load|site)-([0-9a-f]{8})-([0-9]+)-/.exec(name) ?? [];
    if (where !== machine || isAlive(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    const entry = await lstat(folder).catch(() => null);
    if (!entry?.isDirectory() || !isOwn(entry.uid)) continue;
    const isGone = await rm(folder, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (isGone) swept++;
  }
  return swept;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Windows has no numbers of users, and a temporary folder for each. */
const isOwn = (uid: number): boolean => process.platform === "win32" || uid === userInfo().uid;
