import { define, registerRoot, undefine } from "@observablehq/framework/dist/client/main.js";
import { registerFile } from "@observablehq/framework/dist/client/stdlib/fileAttachment.js";
import type { Cell } from "../page/cells.ts";
import { BASE, post } from "./api.ts";

interface Made {
  html: string;
  module: string;
  ids: string[];
  files: string[];
}

/** Takes back what a cell defined and showed. */
export function forget(ids: readonly string[], output: HTMLElement): void {
  for (const id of ids) {
    undefine(id);
    registerRoot(id, null);
  }
  output.replaceChildren();
}

/**
 * Reads a cell, so that it can be run at once: its variables are defined anew, and whatever reads
 * them follows.
 *
 * @returns what runs it, given the ids of what it had defined; it gives those of what it defines now.
 * @throws Refusal for text that cannot be read.
 */
export async function prepareCell(
  key: string,
  { mode, source, info }: Cell,
  output: HTMLElement,
): Promise<(before: readonly string[]) => string[]> {
  const made = (await (await post("api/cells", { key, mode, source, info })).json()) as Made;
  const { default: start } = (await import(BASE + made.module)) as {
    default(define: unknown): void;
  };
  return (before) => {
    forget(before, output);
    show(made, output);
    start(define);
    return made.ids;
  };
}

function show(made: Made, output: HTMLElement) {
  output.innerHTML = made.html;
  const comments = document.createNodeIterator(output, NodeFilter.SHOW_COMMENT);
  for (let node = comments.nextNode(); node; node = comments.nextNode()) {
    const id = (node as Comment).data.slice(1, -1);
    if (made.ids.includes(id)) registerRoot(id, node as Comment);
  }
  for (const name of made.files) {
    registerFile(name, { path: name, mimeType: "application/octet-stream" }, location);
  }
}
