import { execFileSync } from "node:child_process";
import { callError } from "../warehouse/errors.ts";

/**
 * Pages of a site that git does not know, as the site's own paths (`/notebooks/spring-term`), but
 * for those named: an analyst's page is published by a commit or by being named, not by lying there.
 * Outside a git checkout every page counts as known.
 *
 * @throws VsendError for a name of no such page.
 */
export function unnamedPages(root: string, named: readonly string[]): string[] {
  const untracked = untrackedPages(root);
  const wanted = named.map(pathOf);
  const tracked = wanted.filter((path) => !untracked.includes(path));
  if (tracked.length > 0) {
    throw callError({
      expected: "after --page, a page of src that is not in a commit yet",
      came: tracked.join(", "),
      details: untracked.map((path) => `there is ${path}`),
      todo: "correct the name, or leave it out: pages that git knows are published",
    });
  }
  return untracked.filter((path) => !wanted.includes(path));
}

/** A page by any of its names: src/notebooks/a.md, notebooks/a, /notebooks/a. */
const pathOf = (name: string): string =>
  `/${name
    .replaceAll("\\", "/")
    .replace(/^(\.?\/)?(src\/)?/, "")
    .replace(/\.md$/, "")}`;

/** Those that git is told to ignore are unknown to it too. */
function untrackedPages(root: string): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", root, "ls-files", "-z", "--others", ...args, "--", "src/*.md"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  try {
    const files = `${git("--exclude-standard")}${git("--ignored", "--exclude-standard")}`;
    return [...new Set(files.split("\0").filter((file) => file !== ""))].map(pathOf).sort();
  } catch {
    return [];
  }
}
