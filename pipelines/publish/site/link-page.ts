import { hashSource } from "./security-policy.ts";

/** A file in a built page, and the one to put in its place. */
export interface Exchange {
  from: { path: string; bytes: number };
  to: { path: string; bytes: number };
}

const SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * A finished page with other files attached: their addresses, their sizes, and the page's policy,
 * which names each script by what it says. The text is what it would be had the page been built
 * with those files.
 */
export function linkPage(page: string, exchanges: readonly Exchange[]): string {
  const byPath = new Map(exchanges.map((one) => [one.from.path, one]));
  const paths = [...byPath.keys()].map((path) => path.replaceAll(".", "\\.")).join("|");
  const registered = new RegExp(`(${paths})("[^{}]*?"size":)(\\d+)`, "g");
  const anywhere = new RegExp(paths, "g");
  const link = (text: string) =>
    text
      .replace(registered, (whole, path: string, between: string, size: string) => {
        const { from, to } = byPath.get(path)!;
        return Number(size) === from.bytes ? `${to.path}${between}${to.bytes}` : whole;
      })
      .replace(anywhere, (path) => byPath.get(path)!.to.path);
  let linked = page;
  for (const [, script = ""] of page.matchAll(SCRIPT)) {
    linked = linked.replace(hashSource(script), hashSource(link(script)));
  }
  return link(linked);
}
