import { existsSync, type FSWatcher, watch } from "node:fs";
import { copyFile, cp, lstat, mkdir, readdir, rm, stat, symlink } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { makeWorkDir, sweepWorkDirs } from "../../warehouse/work-folder.ts";
import { packagesOf } from "./installed-package.ts";
import { prepareNpmCache } from "./npm-cache.ts";
import { bundleSameFunctions, isDoor } from "./same-functions.ts";

/**
 * A folder that Framework works in, of one publish or preview alone: pages and release tables are
 * brought there, so that nothing is written beside the sources and no two runs meet.
 */
export interface SiteRoot {
  /** Holds `observablehq.config.ts` and `src`. */
  folder: string;
  /** Where release tables go, and nothing else. */
  data: string;
  remove(): Promise<void>;
}

/** What stands beside `src`. */
export const PROJECT_FILES = ["observablehq.config.ts", "package.json"];

/** What of `src` belongs to a root and not to the sources. */
export const isOfRoot = (name: string) => name === "data" || name === ".observablehq";

/** A root with the pages of a project as they are now. */
export async function copiedRoot(project: string): Promise<SiteRoot> {
  const root = await newRoot(project);
  const src = join(project, "src");
  await cp(src, join(root.folder, "src"), {
    recursive: true,
    filter: (path) => {
      const own = relative(src, path);
      return !isOfRoot(own.split(sep)[0] ?? "") && !isDoor(own);
    },
  });
  return root;
}

/** A root whose pages are those of the project: what is saved there is seen here. */
export async function liveRoot(project: string): Promise<SiteRoot> {
  const root = await newRoot(project);
  const [from, to] = [join(project, "src"), join(root.folder, "src")];
  for (const name of await readdir(from)) await show(join(from, name), join(to, name));
  const watcher = watchFolder(from, (name) => {
    // What goes as fast as it came, as files of editors do, is not shown.
    show(join(from, name), join(to, name)).catch(() => undefined);
  });
  return {
    ...root,
    remove: async () => {
      watcher?.close();
      await root.remove();
    },
  };
}

async function newRoot(project: string): Promise<SiteRoot> {
  await sweepWorkDirs();
  const folder = await makeWorkDir("site");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const src = join(folder, "src");
    await mkdir(src);
    for (const name of PROJECT_FILES) {
      if (existsSync(join(project, name))) await copyFile(join(project, name), join(folder, name));
    }
    const packages = packagesOf(project);
    if (packages) await symlink(packages, join(folder, "node_modules"), "junction");
    await bundleSameFunctions(project, src);
    await prepareNpmCache(project, join(src, ".observablehq", "cache"));
    return { folder, data: join(src, "data"), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Shows a file or folder of `src` in a root. */
async function show(from: string, to: string): Promise<void> {
  const entry = await stat(from).catch(() => null);
  if (!entry || isOfRoot(basename(from)) || isDoor(basename(to))) return;
  const there = await lstat(to).catch(() => null);
  if (there?.isFile()) await copyFile(from, to);
  if (there) return;
  await symlink(from, to, entry.isDirectory() ? "junction" : "file").catch((error) => {
    // Windows lets only some users make a link to a file: it is copied each time it is saved.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    return copyFile(from, to);
  });
}

/** A new page of the top folder is shown too; where a folder cannot be watched, after a new start. */
function watchFolder(folder: string, onName: (name: string) => void): FSWatcher | null {
  try {
    return watch(folder, (_, name) => name && onName(name)).on("error", () => undefined);
  } catch {
    return null;
  }
}
