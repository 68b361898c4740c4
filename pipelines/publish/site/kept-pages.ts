import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { callError } from "../../warehouse/errors.ts";
import { refuseAttached } from "./attachments.ts";
import { buildSite } from "./build.ts";
import { type Files, keptFiles } from "./kept-files.ts";
import { pageKey } from "./page-key.ts";
import { contentOf } from "./placeholders.ts";
import { copiedRoot, type SiteRoot } from "./site-root.ts";

export interface PagesWanted {
  /** Folder that holds `src` and `observablehq.config.ts`. */
  project: string;
  /** Pages that are not to be among them, such as `/notebooks/spring-term`. */
  leftOut: readonly string[];
  /** Names of the files of a release, which pages may show. */
  names: readonly string[];
  /** Ends the build when nobody wants it any more. */
  signal: AbortSignal;
  onProgress: (line: string) => void;
}

/**
 * The pages of a project with a placeholder for each file of a release, kept in the user's cache
 * until they, or what builds them, change. No release is kept.
 *
 * @throws VsendError where a page cannot be built, or shows what is no release.
 */
export async function keptPages(wanted: PagesWanted): Promise<Files> {
  const { project, leftOut, names } = wanted;
  const keyOf = (folder: string) => pageKey(folder, [...leftOut, "", ...names]);
  const key = await keyOf(project);
  const make = async (folder: string) => {
    const root = await copiedRoot(project);
    try {
      if ((await keyOf(root.folder)) !== key) throw changedMeanwhile(project);
      await writePlaceholders(root.data, names);
      await buildIn(root, wanted, folder);
    } finally {
      await root.remove();
    }
  };
  return (await keptFiles("pages", key, make)).files;
}

/**
 * Builds the pages with a release, for sources whose code names files of it.
 *
 * @param data the folder of the release.
 * @throws VsendError as `keptPages`.
 */
export async function buildWith(
  data: string,
  wanted: Omit<PagesWanted, "names">,
  output: string,
): Promise<void> {
  const root = await copiedRoot(wanted.project);
  try {
    await cp(data, root.data, { recursive: true });
    await buildIn(root, wanted, output);
  } finally {
    await root.remove();
  }
}

async function buildIn(
  { folder, data }: SiteRoot,
  { project, leftOut, signal, onProgress }: Omit<PagesWanted, "names">,
  output: string,
) {
  const sources = join(project, "src");
  await buildSite({ root: folder, sources, output, leftOut, signal, onProgress });
  await refuseAttached(output, { src: join(folder, "src"), data });
}

async function writePlaceholders(folder: string, names: readonly string[]) {
  await mkdir(folder);
  for (const name of names) await writeFile(join(folder, name), contentOf(name));
}

const changedMeanwhile = (project: string) =>
  callError({
    expected: "pages that stay as they are while they are read",
    came: "pages that were saved meanwhile",
    where: join(project, "src"),
    todo: "publish again; what was published before is untouched",
  });
