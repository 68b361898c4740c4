import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NpmCache, prepareNpmCache } from "../../../pipelines/publish/site/npm-cache.ts";

let root: string;
let cache: string;
let first: NpmCache;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vsend-npm-cache-"));
  cache = join(root, "src", ".observablehq", "cache");
  await symlink(resolve("node_modules"), join(root, "node_modules"));
  await writeFile(join(root, "package.json"), '{"type":"module"}');
  first = await prepareNpmCache(root);
});

afterAll(() => rm(root, { recursive: true }));

async function folderOf(shelf: "_npm" | "_node", name: string): Promise<string> {
  const scope = name.startsWith("@") ? name.split("/")[0]! : "";
  const bare = scope ? name.slice(scope.length + 1) : name;
  const names = await readdir(join(cache, shelf, scope));
  const found = names.filter((one) => one.startsWith(`${bare}@`));
  expect(found).toHaveLength(1);
  return join(cache, shelf, scope, found[0]!);
}

describe("the bundles that stand in for downloads", () => {
  it("hold every package that Framework asks for when a page reads Arrow, CSV or draws", async () => {
    for (const name of ["apache-arrow", "d3", "d3-dsv", "@observablehq/plot", "htl", "isoformat"]) {
      expect(existsSync(join(await folderOf("_npm", name), "_esm.js"))).toBe(true);
    }
    for (const name of ["apache-arrow", "d3", "@observablehq/plot"]) {
      expect(existsSync(join(await folderOf("_node", name), "index.js"))).toBe(true);
    }
  });

  it("import each other where they stand, so that a page loads d3 once", async () => {
    const plot = await readFile(
      join(await folderOf("_npm", "@observablehq/plot"), "_esm.js"),
      "utf8",
    );
    expect(plot).toMatch(/from"\.\.\/\.\.\/d3@[\d.]+\/_esm\.js"/);
    const node = await readFile(
      join(await folderOf("_node", "@observablehq/plot"), "index.js"),
      "utf8",
    );
    expect(node).toMatch(/from"\.\.\/\.\.\/d3@[\d.]+\/index\.js"/);
  });

  it("compile nothing from strings, which the pages' security policy refuses", async () => {
    for (const name of ["d3", "d3-dsv"]) {
      const code = await readFile(join(await folderOf("_npm", name), "_esm.js"), "utf8");
      expect(code).not.toMatch(/new Function|\beval\(/);
    }
  });

  it("still read a CSV as d3 does", async () => {
    const file = join(await folderOf("_npm", "d3-dsv"), "_esm.js");
    const { csvParse } = (await import(pathToFileURL(file).href)) as {
      csvParse(text: string): Record<string, string>[] & { columns: string[] };
    };
    const rows = csvParse('domain,need\n"a ""b""",1\nc\n');
    expect([...rows]).toEqual([
      { domain: 'a "b"', need: "1" },
      { domain: "c", need: "" },
    ]);
    expect(rows.columns).toEqual(["domain", "need"]);
  });

  it("have an empty folder for each package Framework only looks up", async () => {
    expect(await readdir(await folderOf("_npm", "lodash"))).toEqual([]);
  });
});

describe("preparing again", () => {
  it("does nothing while the versions are the same", async () => {
    expect(first.wasWritten).toBe(true);
    expect(await prepareNpmCache(root)).toEqual({ ...first, wasWritten: false });
  });

  it("writes anew after a run that died half way or another set of versions", async () => {
    const d3 = join(await folderOf("_npm", "d3"), "_esm.js");
    const before = await readFile(d3, "utf8");
    await writeFile(d3, "half");
    await writeFile(join(cache, "bundles.fingerprint"), "another");
    expect((await prepareNpmCache(root)).wasWritten).toBe(true);
    expect(await readFile(d3, "utf8")).toBe(before);
  });
});
