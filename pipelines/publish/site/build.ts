import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "parse5";
import { callError } from "../../warehouse/errors.ts";
import { brokenCell } from "./broken-cell.ts";
import { frameworkEnds, startFramework } from "./framework.ts";
import { elementsOf, inlineScripts } from "./html-tree.ts";
import { postprocess } from "./postprocess.ts";
import { readableByAll } from "./readable.ts";
import { clearLeftovers, swapFolder } from "./swap-folder.ts";
import { unresolvedImport } from "./unresolved-import.ts";

export interface SiteBuild {
  /** The folder that holds `observablehq.config.ts` and `src`; Framework works in it. */
  root: string;
  /** Where the pages are edited, for messages. */
  sources: string;
  /** Where the site goes; what is there now is replaced once the new site is whole. */
  output: string;
  /** Pages that are not to be in it, such as `/notebooks/spring-term`. */
  leftOut?: readonly string[];
  /** Throws where the finished pages are not to be published. */
  judge?: (site: string) => Promise<void>;
  onProgress?: (line: string) => void;
}

export interface BuiltSite {
  /** Every html file, relative to the output. */
  pages: string[];
  /** What Framework warned of, such as a link to a page that is not there. */
  warnings: string[];
}

/** Builds the site without a network. The same input makes the same bytes. */
export async function buildSite({
  root,
  sources,
  output,
  leftOut = [],
  judge,
  onProgress,
}: SiteBuild): Promise<BuiltSite> {
  const target = resolve(root, output);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.new.tmp`);
  const warnings: string[] = [];
  await mkdir(dirname(target), { recursive: true });
  await clearLeftovers(target);
  try {
    await frameworkEnds(startFramework(root, ["build", draft, ...leftOut]), ({ kind, text }) => {
      const warning = kind === "warning" ? text : brokenLink(text);
      if (warning) warnings.push(warning);
      else if (text) onProgress?.(text);
    }).catch((cause: unknown) => {
      throw cannotBuild(sources, cause instanceof Error ? cause.message : String(cause), cause);
    });
    const pages = await finishSite(sources, draft);
    await judge?.(draft);
    await readableByAll(draft);
    await swapFolder(draft, target);
    return { pages, warnings };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Framework does not know that `main`, which it writes last, is there to be skipped to. */
function brokenLink(line: string): string | undefined {
  if (!line.startsWith("\u21b3") || line.endsWith("#observablehq-main")) return undefined;
  return `a link leads nowhere: ${line.slice(1).trim()}`;
}

async function finishSite(sources: string, folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).sort();
  const pages = files.filter((file) => file.endsWith(".html"));
  const modules = files.filter((file) => file.startsWith("_import") && file.endsWith(".js"));
  const refuse = async (code: string, file: string) => {
    const missing = await unresolvedImport(code, join(folder, file));
    if (missing)
      throw cannotBuild(sources, `an import of ${missing}, which was not found, in ${file}`);
  };
  for (const file of modules) await refuse(await readFile(join(folder, file), "utf8"), file);
  for (const file of pages) {
    const page = await readFile(join(folder, file), "utf8");
    const error = brokenCell(page);
    if (error) throw cannotBuild(sources, `${error} in ${file}`);
    for (const code of inlineScripts([...elementsOf(parse(page))])) await refuse(code, file);
    await writeFile(join(folder, file), postprocess(page));
  }
  return pages;
}

function cannotBuild(where: string, came: string, cause?: unknown) {
  const todo = "mend the page and run again; what was published before is untouched";
  return callError({ expected: "pages that can be built", came, where, todo }, cause);
}
