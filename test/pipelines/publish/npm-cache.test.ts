import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NpmCache, prepareNpmCache } from "../../../pipelines/publish/site/npm-cache.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";

let root: string;
let cache: string;
let first: NpmCache;
const before = process.env.VSEND_CACHE;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vsend-npm-cache-"));
  cache = join(root, "first");
  process.env.VSEND_CACHE = join(root, "kept");
  await writeFile(join(root, "package.json"), '{"type":"module"}');
  first = await prepareNpmCache(PROJECT, cache);
});

afterAll(async () => {
  if (before === undefined) delete process.env.VSEND_CACHE;
  else process.env.VSEND_CACHE = before;
  await rm(root, { recursive: true });
});

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
  const bytesOf = async (folder: string) => {
    const files = (await readdir(folder, { recursive: true })).sort();
    return Promise.all(
      files.map(async (file) => [file, await readFile(join(folder, file), "utf8").catch(() => "")]),
    );
  };

  it("brings the same from where they are kept, while the versions are the same", async () => {
    expect(first.wasWritten).toBe(true);
    const again = join(root, "again");
    expect(await prepareNpmCache(PROJECT, again)).toEqual({ ...first, wasWritten: false });
    expect(await bytesOf(again)).toEqual(await bytesOf(cache));
  });

  it("takes nothing that a run left half made", async () => {
    const packages = join(root, "kept/packages");
    const [made] = await readdir(packages);
    await rename(join(packages, made!), join(packages, "half-abc"));
    const again = join(root, "after-half");
    expect((await prepareNpmCache(PROJECT, again)).wasWritten).toBe(true);
    expect(await bytesOf(again)).toEqual(await bytesOf(cache));
  });

  it.skipIf(process.platform === "win32")(
    "takes nothing from a place that others may write into, and does without",
    async () => {
      await chmod(join(root, "kept"), 0o777);
      const again = join(root, "without");
      expect((await prepareNpmCache(PROJECT, again)).wasWritten).toBe(true);
      expect(await bytesOf(again)).toEqual(await bytesOf(cache));
    },
  );
});
