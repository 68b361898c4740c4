import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "parse5";
import { callError } from "../../warehouse/errors.ts";
import { brokenCell } from "./broken-cell.ts";
import { frameworkEnds, startFramework } from "./framework.ts";
import { elementsOf, inlineScripts } from "./html-tree.ts";
import { postprocess } from "./postprocess.ts";
import { unresolvedImport } from "./unresolved-import.ts";

export interface SiteBuild {
  /** The folder that holds `observablehq.config.ts` and `src`; Framework works in it. */
  root: string;
  /** Where the pages are edited, for messages. */
  sources: string;
  /** Where the site goes: a new folder. */
  output: string;
  /** Pages that are not to be in it, such as `/notebooks/spring-term`. */
  leftOut: readonly string[];
  /** Ends the build when nobody wants it any more. */
  signal?: AbortSignal;
  onProgress?: (line: string) => void;
}

/**
 * Builds the site without a network. The same input makes the same bytes.
 *
 * @throws VsendError where a page cannot be built, or would fail in the browser.
 */
export async function buildSite(site: SiteBuild): Promise<void> {
  const { root, sources, output, leftOut, signal, onProgress } = site;
  const child = startFramework(root, ["build", output, ...leftOut], signal);
  await frameworkEnds(child, ({ text }) => {
    if (text) onProgress?.(text);
  }).catch((cause: unknown) => {
    throw cannotBuild(sources, cause instanceof Error ? cause.message : String(cause), cause);
  });
  await finishSite(sources, output);
}

async function finishSite(sources: string, folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true })).sort();
  const pages = files.filter((file) => file.endsWith(".html"));
  const modules = files.filter((file) => file.startsWith("_import") && file.endsWith(".js"));
  const refuse = async (code: string, file: string) => {
    const missing = await unresolvedImport(code, join(folder, file));
    if (missing)
      throw cannotBuild(sources, `an import of ${missing}, which was not found, in ${file}`);
  };
  const readModule = async (file: string) =>
    refuse(await readFile(join(folder, file), "utf8"), file);
  await Promise.all(modules.map(readModule));
  const finishPage = async (file: string) => {
    const page = await readFile(join(folder, file), "utf8");
    const error = brokenCell(page);
    if (error) throw cannotBuild(sources, `${error} in ${file}`);
    for (const code of inlineScripts([...elementsOf(parse(page))])) await refuse(code, file);
    await writeFile(join(folder, file), postprocess(page));
  };
  await Promise.all(pages.map(finishPage));
}

function cannotBuild(where: string, came: string, cause?: unknown) {
  const todo = "mend the page and run again; what was published before is untouched";
  return callError({ expected: "pages that can be built", came, where, todo }, cause);
}
