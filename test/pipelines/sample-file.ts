import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { build } from "../../pipelines/build/build.ts";
import { load } from "../../pipelines/load/load.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments, UNMAPPED } from "../shipped.ts";

/** What a built sample depends on. */
const SOURCES = [
  "pipelines",
  "loaders",
  "data",
  "package-lock.json",
  "test/pipelines/sample-file.ts",
];
const PREFIX = `vsend-sample-${userInfo().username}-`;
const KEPT = process.env.VSEND_TEST_KEPT ?? tmpdir();
const KEPT_DAYS = 2;

/** A built sample on disk: the warehouse, to be copied and never opened, and the key of its children. */
export interface SampleFile {
  warehouse: string;
  key: string;
}

let sample: Promise<SampleFile> | undefined;

/**
 * The sample, loaded and built once for all tests and all runs whose sources are the same. Whoever
 * asks first makes it and the others wait, so that a test that needs none does not pay for it.
 */
export const sampleFile = (): Promise<SampleFile> => {
  sample ??= makeOnce();
  return sample;
};

async function makeOnce(): Promise<SampleFile> {
  const folder = join(KEPT, `${PREFIX}${await digest()}`);
  const made = { warehouse: join(folder, "sample.duckdb"), key: join(folder, "pseudonym.key") };
  while (!existsSync(folder)) {
    const isFirst = await claim(`${folder}.lock`);
    if (!isFirst) await setTimeout(100);
    else {
      try {
        if (!existsSync(folder)) await make(folder);
      } finally {
        await rm(`${folder}.lock`);
      }
    }
  }
  return made;
}

/** Makes the folder under another name first: it is there whole or not at all. */
async function make(folder: string) {
  await removeOld();
  const half = await mkdtemp(`${folder}.half-`);
  // The same key in every run: the noise of published means hangs on the pseudonyms.
  await writeFile(join(half, "pseudonym.key"), `${"a7".repeat(32)}\n`, { mode: 0o600 });
  await withKey(join(half, "pseudonym.key"), async () => {
    const warehouse = await openWarehouse(join(half, "sample.duckdb"));
    await load(warehouse, [projectFile("data/sample")], shippedInstruments(), silent, UNMAPPED);
    await build(warehouse, shippedInstruments(), shippedDesigns(), silent);
    await warehouse.run("checkpoint");
    warehouse.close();
  });
  await rename(half, folder);
}

/** Does something with the children's key at a path, and puts back what was set before. */
export async function withKey<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.VSEND_KEY_FILE;
  process.env.VSEND_KEY_FILE = path;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.VSEND_KEY_FILE;
    else process.env.VSEND_KEY_FILE = before;
  }
}

/** Whether the lock is ours; that of a process which is gone is taken away. */
async function claim(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch {
    const pid = Number(await readFile(lock, "utf8").catch(() => ""));
    if (pid && !isAlive(pid)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Samples of sources that nobody has tested for days. */
async function removeOld() {
  for (const name of await readdir(KEPT)) {
    if (!name.startsWith(PREFIX)) continue;
    const found = await stat(join(KEPT, name)).catch(() => null);
    if (found && Date.now() - found.mtimeMs > KEPT_DAYS * 86_400_000) {
      await rm(join(KEPT, name), { recursive: true, force: true });
    }
  }
}

async function digest(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) {
    const path = projectFile(source);
    const isFolder = (await stat(path)).isDirectory();
    const names = isFolder ? await filesIn(path) : [path];
    for (const name of names.sort())
      hash.update(`${name.slice(path.length)}\n`).update(await readFile(name));
  }
  return hash.digest("hex").slice(0, 16);
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter(
      (entry) => entry.isFile() && !/node_modules|\.duckdb/.test(entry.parentPath + entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name));
