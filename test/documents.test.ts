import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFile } from "../pipelines/warehouse/installation.ts";

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "DECISIONS.md",
  "CHANGELOG.md",
  ...readdirSync(projectFile("docs")).map((name) => `docs/${name}`),
];
const textOf = (path: string) => readFileSync(projectFile(path), "utf8");

/** The anchor that a heading is reached by. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** Links of a document that lead nowhere: a file that is not there, or a heading that is not in it. */
function deadLinks(path: string): string[] {
  const links = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    if (!existsSync(projectFile(target))) return true;
    if (anchor === undefined) return false;
    const headings = [...textOf(target).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!);
    return !headings.map(anchorOf).includes(anchor);
  });
}

/** Paths of the tree in CONTRIBUTING, each line's indent taken as its depth. */
function treePaths(): string[] {
  const tree = /## Where things are\n\n```\n([\s\S]*?)```/.exec(textOf("CONTRIBUTING.md"))![1]!;
  const above: string[] = [];
  return tree
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [, indent, name] = /^( *)(\S+)/.exec(line)!;
      const depth = indent!.length / 2;
      above.splice(depth, above.length, name!);
      return above.join("");
    });
}

/** Written by the command, for CONTRIBUTING's example or when first used. */
const MADE_LATER = /transport[-_]routes|^src\/notebooks$|^data\/(warehouse|sample)\.duckdb$/;

describe("documents", () => {
  it("the README is short", () => {
    expect(statSync(projectFile("README.md")).size).toBeLessThanOrEqual(6000);
  });

  it("every decision stands once in the index, with what became of it", () => {
    const [index = "", ...entries] = textOf("DECISIONS.md").split(/^## (?=\d{4}-\d\d-\d\d )/m);
    const titles = entries.map((entry) => entry.split("\n", 1)[0]!.slice("2026-11-23 ".length));
    const lines = [...index.matchAll(/^- \[(.+)\]\(#\S+\): \S/gm)].map(([, title]) => title!);
    expect(lines.toSorted()).toEqual(titles.toSorted());
  });

  it.each(DOCUMENTS)("every link of %s leads somewhere", (path) => {
    expect(deadLinks(path)).toEqual([]);
  });

  it("every page of docs is reached from the README", () => {
    const readme = textOf("README.md");
    expect(
      DOCUMENTS.filter((path) => path.startsWith("docs/") && !readme.includes(`(${path})`)),
    ).toEqual([]);
  });

  it("CONTRIBUTING's tree is of what is there, and leaves out no folder of pipelines", () => {
    const paths = treePaths();
    expect(paths.filter((path) => !existsSync(projectFile(path)))).toEqual([]);
    const folders = readdirSync(projectFile("pipelines"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => `pipelines/${entry.name}/`);
    expect(folders.filter((folder) => !paths.includes(folder))).toEqual([]);
  });

  it.each([
    "README.md",
    "CONTRIBUTING.md",
    ...DOCUMENTS.filter((path) => path.startsWith("docs/")),
  ])("every path that %s names in full exists", (path) => {
    const named = [
      ...textOf(path).matchAll(/`((?:loaders|pipelines|src|test|data)\/[\w./-]+)`/g),
    ].map(([, name]) => name!);
    const missing = named.filter((name) => !existsSync(projectFile(name)));
    expect(missing.filter((name) => !MADE_LATER.test(name))).toEqual([]);
  });
});
