import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { publish, release } from "../../../pipelines/publish/publish.ts";
import { releaseFiles } from "../../../pipelines/publish/release-tables.ts";
import { buildWith } from "../../../pipelines/publish/site/kept-pages.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shipped } from "../../shipped.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let folder: string;
let warehouse: Warehouse;
const before = process.env.VSEND_CACHE;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vsend-republish-"));
  process.env.VSEND_CACHE = join(folder, "cache");
  warehouse = await builtWarehouse();
});
afterAll(() => {
  if (before === undefined) delete process.env.VSEND_CACHE;
  else process.env.VSEND_CACHE = before;
  warehouse.close();
  rmSync(folder, { recursive: true });
});

async function bytesOf(site: string): Promise<Map<string, string>> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(site.length), await readFile(path, "latin1")];
  });
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

it("with other data the kept pages make the same bytes as pages built with it", async () => {
  const [first, second, full] = ["first", "second", "full"].map((name) => join(folder, name));
  await publish(warehouse, { ...shipped(), audience: "public", output: first! }, silent);
  const kept = await readdir(join(folder, "cache/pages"));
  const options = { ...shipped(), audience: "authority", authority: "X10000001" } as const;
  await publish(warehouse, { ...options, output: second! }, silent);
  expect(await readdir(join(folder, "cache/pages"))).toEqual(kept);

  const data = join(folder, "data");
  await release(warehouse, data, options, silent);
  expect((await readdir(data)).sort()).toEqual(releaseFiles().sort());
  await mkdir(full!);
  const { signal } = new AbortController();
  const wanted = { project: PROJECT, leftOut: [], signal, onProgress: () => undefined };
  await buildWith(data, wanted, full!);
  const [linked, built] = [await bytesOf(second!), await bytesOf(full!)];
  expect([...linked.keys()]).toEqual([...built.keys()]);
  for (const [path, bytes] of built) expect(linked.get(path) === bytes, path).toBe(true);
  expect(await bytesOf(first!)).not.toEqual(linked);
});
