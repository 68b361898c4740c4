import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { callError } from "../../warehouse/errors.ts";

/** Tables that a page brings itself, from released files. */
const OWN_TABLES = /^---[ \t]*\n(?:[\s\S]*?\n)?sql:[\s\S]*?\n---/;

const FENCE = /^[ \t>*+-]*(`{3,}|~{3,})[ \t]*([a-z]*)([^\n]*)$/i;
const RUNS = /^(?:js|ts|jsx|tsx)$/;
const ASKS = /\bsql[ \t]*`|\bDuckDBClient\b/;

/**
 * Lines of a page that ask a database, where the page brings no tables of its own: in a notebook
 * that is the warehouse, with every child in it, and on a published page it is nothing.
 */
export function sqlLines(page: string): number[] {
  if (OWN_TABLES.test(page)) return [];
  const found: number[] = [];
  let open: { marks: string; runs: boolean } | null = null;
  for (const [i, line] of page.split(/\r?\n/).entries()) {
    const [, marks, mode = "", info = ""] = FENCE.exec(line) ?? [];
    if (open) {
      const isEnd: boolean =
        marks?.startsWith(open.marks) === true && mode === "" && info.trim() === "";
      if (isEnd) open = null;
      else if (open.runs && ASKS.test(line)) found.push(i + 1);
    } else if (marks) {
      const doesRun = !/\brun=("|')?false/.test(info);
      if (mode.toLowerCase() === "sql" && doesRun) found.push(i + 1);
      open = { marks, runs: doesRun && RUNS.test(mode.toLowerCase()) };
    } else if (/\$\{[^}]*\bsql[ \t]*`/.test(line)) {
      found.push(i + 1);
    }
  }
  return found;
}

/** Each page and line of a project that asks the warehouse. @param leftOut pages not to be looked at. */
export async function sqlPlaces(root: string, leftOut: readonly string[] = []): Promise<string[]> {
  const src = join(root, "src");
  const places: string[] = [];
  for (const entry of await readdir(src, { recursive: true, withFileTypes: true })) {
    const path = relative(src, join(entry.parentPath, entry.name)).split(sep).join("/");
    if (!entry.isFile() || !path.endsWith(".md") || path.startsWith(".observablehq/")) continue;
    if (leftOut.includes(`/${path.replace(/\.md$/, "")}`)) continue;
    const lines = sqlLines(await readFile(join(src, path), "utf8"));
    places.push(...lines.map((line) => `src/${path}, line ${line}`));
  }
  return places.sort();
}

/**
 * Refuses pages that would ask the warehouse.
 *
 * @param leftOut pages that are not published, such as `/notebooks/spring-term`.
 * @throws VsendError naming each page and line.
 */
export async function refuseSql(root: string, leftOut: readonly string[]): Promise<void> {
  const details = await sqlPlaces(root, leftOut);
  if (details.length === 0) return;
  throw callError({
    expected: "pages that read released tables alone",
    came:
      details.length === 1 ? "SQL over the warehouse" : "SQL over the warehouse in several places",
    details,
    todo: "keep the page as a private notebook (`vsend notebook`), or share its rows (`vsend notebook share`) and read data/NAME.arrow; nothing was published",
  });
}
