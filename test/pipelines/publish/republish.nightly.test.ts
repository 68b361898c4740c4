import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { release } from "../../../pipelines/publish/publish.ts";
import { releaseFiles } from "../../../pipelines/publish/release-tables.ts";
import { buildWith, keptPages } from "../../../pipelines/publish/site/kept-pages.ts";
import { linkPages } from "../../../pipelines/publish/site/link-pages.ts";
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

async function bytesOf(site: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry): Promise<[string, Buffer]> => {
    const path = join(entry.parentPath, entry.name);
    return [relative(site, path).split(sep).join("/"), await readFile(path)];
  });
  return new Map(await Promise.all(read));
}

it("linked to another release, kept pages have the bytes of pages built with it", async () => {
  const { signal } = new AbortController();
  const names = releaseFiles();
  const wanted = { project: PROJECT, leftOut: [], names, signal, onProgress: () => undefined };
  const pages = await keptPages(wanted);
  const kept = await readdir(join(folder, "cache/pages"));
  expect(await keptPages(wanted)).toEqual(pages);
  expect(await readdir(join(folder, "cache/pages"))).toEqual(kept);

  const [data, full] = [join(folder, "data"), join(folder, "full")];
  const options = { ...shipped(), audience: "authority", authority: "X10000001" } as const;
  await release(warehouse, data, options, silent);
  expect((await readdir(data)).sort()).toEqual(names.sort());
  const linked = await linkPages(pages, data, names);
  await mkdir(full);
  await buildWith(data, wanted, full);
  const built = await bytesOf(full);
  expect([...linked!.keys()].sort()).toEqual([...built.keys()].sort());
  for (const [path, bytes] of built) expect(linked!.get(path)?.equals(bytes), path).toBe(true);
});
