import { posix } from "node:path";
import { parseInfo } from "@observablehq/framework/dist/info.js";
import { transformJavaScriptSync } from "@observablehq/framework/dist/javascript/module.js";
import { parseJavaScript } from "@observablehq/framework/dist/javascript/parse.js";
import { transpileJavaScript } from "@observablehq/framework/dist/javascript/transpile.js";
import { createMarkdownIt, parseMarkdown } from "@observablehq/framework/dist/markdown.js";
import { transpileTag } from "@observablehq/framework/dist/tag.js";
import { type CellMode, newFence } from "./cells.ts";

/** A cell as the browser runs it. */
export interface Runnable {
  /** What it shows: HTML in which comments such as <!--:id:--> are where its values go. */
  html: string;
  /** A module whose default export defines the cell's variables with Framework's own `define`. */
  code: string;
  /** Ids that the code defines. */
  ids: string[];
  /** Released files it attaches, as the page names them. */
  files: string[];
}

/** What is wrong with the text of a cell, and where: a character counted from its beginning. */
export class CellError extends Error {
  constructor(
    message: string,
    readonly at: number | null,
  ) {
    super(message);
  }
}

/** Where the page would stand in the site, which is what its imports and files are relative to. */
const PATH = "/notebooks/page";

const markdown = createMarkdownIt({ linkify: false });

/**
 * Turns a cell into what runs in the browser, by Framework's own parser, so that it does there what
 * it will do as a page. An SQL cell's rows also go to `answerOf`, which shows them beside the cell.
 *
 * @param key names the cell among all.
 * @throws CellError for code that cannot be read.
 */
export function transpileCell(
  key: string,
  cell: { mode: CellMode; source: string; info: string },
): Runnable {
  if (cell.mode === "md") return page(key, cell.source);
  const { attributes } = parseInfo(`${cell.mode} ${cell.info}`);
  if (attributes.run === "false")
    return { html: "", code: "export default () => {};", ids: [], files: [] };
  if (cell.mode !== "sql") {
    check(cell.mode, cell.source);
    const { open, close } = newFence(cell);
    return page(key, `${open}${cell.source}\n${close}`);
  }
  const name = attributes.id;
  if (name !== undefined && !/^[A-Za-z_$][\w$]*$|^\{[\w$\s,:]*\}$|^\[[\w$\s,]*\]$/.test(name)) {
    throw new CellError(`expected a name after id=, got ${name}`, null);
  }
  const asked = placed(() => transpileTag(cell.source, "sql", true));
  const shown = `await answerOf(${JSON.stringify(key)}, ${asked})`;
  const node = parseJavaScript(name === undefined ? `${shown};` : `const ${name} = ${shown};`, {
    path: PATH,
  });
  const id = `${key}-sql`;
  return {
    html: `<!--:${id}:-->`,
    code: moduleOf([{ id, mode: "block", node }]),
    ids: [id],
    files: [],
  };
}

/** Says of JavaScript where it cannot be read; Framework's page would show the message alone. */
function check(mode: "js" | "ts", source: string): void {
  placed(() =>
    parseJavaScript(mode === "ts" ? transformJavaScriptSync(source, "ts") : source, { path: PATH }),
  );
}

function placed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { message, pos } = error as Error & { pos?: number };
    throw new CellError(message, pos ?? null);
  }
}

function page(key: string, text: string): Runnable {
  const { body, code } = parseMarkdown(text, { md: markdown, path: PATH });
  const ids = new Map(code.map(({ id }) => [id, `${key}-${id}`]));
  return {
    html: body.replace(
      /<!--:([0-9a-f]{8}(?:-\d+)?):-->/g,
      (_, id) => `<!--:${ids.get(id) ?? id}:-->`,
    ),
    code: moduleOf(code.map((one) => ({ ...one, id: ids.get(one.id)! }))),
    ids: [...ids.values()],
    files: code.flatMap(({ node }) => node.files.map(({ name }) => name)),
  };
}

type Code = Parameters<typeof transpileJavaScript>[0];

const moduleOf = (parts: readonly { id: string; mode: string; node: Code }[]): string =>
  `export default (define) => {\n${parts
    .map(({ id, mode, node }) => transpileJavaScript(node, { id, mode, path: PATH, resolveImport }))
    .join("")}};\n`;

/** Names of other cells' values that a cell reads, and those it defines. */
export function namesOf(cell: { mode: CellMode; source: string; info: string }): {
  reads: string[];
  defines: string[];
} {
  const { code } = transpileCell("c", cell);
  const all = (list: RegExp) =>
    [...code.matchAll(list)].flatMap(([, names]) => JSON.parse(names!) as string[]);
  return {
    reads: all(/^define\(\{id: .*?inputs: (\[[^\]]*\])/gm),
    defines: all(/^define\(\{id: .*?outputs: (\[[^\]]*\])/gm),
  };
}

/** Imports as a cell's module, which lies in its own folder, finds them. */
function resolveImport(specifier: string): string {
  if (specifier.startsWith("npm:")) return `../assets/npm/${packageOf(specifier)}.js`;
  if (!/^[./]/.test(specifier)) return `../assets/npm/${packageOf(`npm:${specifier}`)}.js`;
  const path = posix.resolve(posix.dirname(PATH), specifier);
  return `../assets${path}`;
}

const packageOf = (specifier: string): string =>
  (/^npm:((?:@[^/]+\/)?[^/@]+)/.exec(specifier)?.[1] ?? "unknown")
    .replace(/^@/, "")
    .replace("/", "-");
