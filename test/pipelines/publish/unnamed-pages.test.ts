import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unnamedPages } from "../../../pipelines/publish/unnamed-pages.ts";

let root: string;
const git = (...args: string[]) => execFileSync("git", ["-C", root, ...args], { stdio: "ignore" });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "vsend-pages-"));
  mkdirSync(join(root, "src/notebooks"), { recursive: true });
  git("init", "-q");
  const pages = [
    "index.md",
    "notebooks/known.md",
    "notebooks/new.md",
    "notebooks/näw.md",
    "notebooks/kept-out.md",
    "notebooks/index.md",
  ];
  for (const page of pages) writeFileSync(join(root, "src", page), "# A page");
  writeFileSync(join(root, ".gitignore"), "kept-out.md\n");
  git("add", "src/index.md", "src/notebooks/known.md");
});
afterAll(() => rmSync(root, { recursive: true }));

it("a page that git does not know is left out, one it is told to ignore too", () => {
  expect(unnamedPages(root, [])).toEqual([
    "/notebooks/index",
    "/notebooks/kept-out",
    "/notebooks/new",
    "/notebooks/näw",
  ]);
});

it("a page that is named is published, by any of its names", () => {
  for (const name of [
    "notebooks/new",
    "/notebooks/new",
    "src/notebooks/new.md",
    "./src/notebooks/new.md",
  ]) {
    expect(unnamedPages(root, [name])).not.toContain("/notebooks/new");
    expect(unnamedPages(root, [name])).toHaveLength(3);
  }
});

it("a name of no such page is refused, since a slip would go unnoticed", () => {
  for (const name of ["notebooks/nwe", "notebooks/known"]) {
    expect(() => unnamedPages(root, [name])).toThrow(name);
  }
});

it("outside a checkout every page is known", () => {
  const bare = mkdtempSync(join(tmpdir(), "vsend-bare-"));
  mkdirSync(join(bare, "src"));
  writeFileSync(join(bare, "src/index.md"), "# A page");
  expect(unnamedPages(bare, [])).toEqual([]);
  rmSync(bare, { recursive: true });
});
