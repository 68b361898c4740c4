import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Files } from "./kept-files.ts";
import { type Exchange, linkPage } from "./link-page.ts";
import { attached, contentOf } from "./placeholders.ts";

/**
 * Pages with a release in the place of its placeholders: the same bytes as had they been built with it.
 *
 * @param data the folder of the release.
 * @param names its files.
 * @returns null where code, and not a page alone, names a file of the release: such code has another
 * address with each release, and has to be built with it.
 */
export async function linkPages(
  pages: Files,
  data: string,
  names: readonly string[],
): Promise<Files | null> {
  const linked = new Map<string, Buffer>();
  const exchanges: Exchange[] = [];
  for (const name of names) {
    const bytes = await readFile(join(data, name));
    const exchange = { from: attached(name, contentOf(name)), to: attached(name, bytes) };
    exchanges.push(exchange);
    if (pages.has(exchange.from.path)) linked.set(exchange.to.path, bytes);
  }
  const placeholders = new Set(exchanges.map(({ from }) => from.path));
  for (const [path, bytes] of pages) {
    if (placeholders.has(path)) continue;
    if (path.endsWith(".html")) {
      linked.set(path, Buffer.from(linkPage(bytes.toString("utf8"), exchanges)));
      continue;
    }
    if ([...placeholders].some((one) => bytes.includes(one))) return null;
    linked.set(path, bytes);
  }
  return linked;
}
