import { chmodSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keptFiles } from "../../../pipelines/publish/site/kept-files.ts";

let home: string;
let times: number;
const before = process.env.VSEND_CACHE;
const get = async (key: string) => {
  const { files, wasMade } = await keptFiles("kind", key, async (folder) => {
    times++;
    writeFileSync(join(folder, "page.html"), `made for ${key}`);
  });
  return { text: files.get("page.html")!.toString(), wasMade };
};

beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), "vsend-kept-")), "cache");
  process.env.VSEND_CACHE = home;
  times = 0;
});
afterEach(() => {
  if (before === undefined) delete process.env.VSEND_CACHE;
  else process.env.VSEND_CACHE = before;
  rmSync(home, { recursive: true, force: true });
});

it("makes files once for each key", async () => {
  expect(await get("a")).toEqual({ text: "made for a", wasMade: true });
  expect(await get("a")).toEqual({ text: "made for a", wasMade: false });
  expect(await get("b")).toEqual({ text: "made for b", wasMade: true });
  expect(readdirSync(join(home, "kind"))).toEqual(["a", "b"]);
});

it("makes again what somebody changed", async () => {
  await get("a");
  writeFileSync(join(home, "kind/a/files/page.html"), "<script>");
  expect(await get("a")).toEqual({ text: "made for a", wasMade: true });
  writeFileSync(join(home, "kind/a/files/more.js"), "");
  expect(await get("a")).toMatchObject({ wasMade: true });
  expect(await get("a")).toMatchObject({ wasMade: false });
});

it("keeps nothing of what could not be made", async () => {
  const failing = keptFiles("kind", "a", async () => {
    throw new Error("a page is broken");
  });
  await expect(failing).rejects.toThrow("a page is broken");
  expect(readdirSync(join(home, "kind"))).toEqual([]);
});

it("removes what nobody has asked for in a month", async () => {
  await get("a");
  await get("b");
  const old = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000);
  utimesSync(join(home, "kind/a"), old, old);
  await get("c");
  expect(readdirSync(join(home, "kind"))).toEqual(["b", "c"]);
});

it.skipIf(process.platform === "win32")(
  "keeps nothing where others may write, and makes it all the same",
  async () => {
    await get("a");
    chmodSync(join(home, "kind"), 0o777);
    for (const _ of [1, 2]) expect(await get("a")).toEqual({ text: "made for a", wasMade: true });
    expect(times).toBe(3);
  },
);
