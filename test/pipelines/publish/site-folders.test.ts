import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileFor, serveFolder } from "../../../pipelines/publish/site/serve.ts";
import { clearLeftovers, swapFolder } from "../../../pipelines/publish/site/swap-folder.ts";

// No process has this number: it is above what Linux and macOS give out.
const DEAD = 99_999_999;

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "vsend-site-"));
});

afterEach(() => rm(home, { recursive: true }));

async function folder(name: string, text: string): Promise<string> {
  await mkdir(join(home, name));
  await writeFile(join(home, name, "index.html"), text);
  return join(home, name);
}

describe("putting a new site in place", () => {
  it("replaces the old one and leaves nothing beside it", async () => {
    const target = await folder("dist", "old");
    await swapFolder(await folder("draft", "new"), target);
    expect(await readFile(join(target, "index.html"), "utf8")).toBe("new");
    expect(await readdir(home)).toEqual(["dist"]);
  });

  it("keeps the old one when there is no new one", async () => {
    const target = await folder("dist", "old");
    await expect(swapFolder(join(home, "none"), target)).rejects.toThrow("ENOENT");
    expect(await readFile(join(target, "index.html"), "utf8")).toBe("old");
  });

  it("clears what a killed run left", async () => {
    const target = await folder("dist", "old");
    await folder(`.dist.${DEAD}.new.tmp`, "half");
    await folder(`.dist.${DEAD}.old.tmp`, "older");
    await clearLeftovers(target);
    expect(await readdir(home)).toEqual(["dist"]);
  });

  it("puts the old site back when a run was killed between the two renames", async () => {
    await folder(`.dist.${DEAD}.old.tmp`, "old");
    await clearLeftovers(join(home, "dist"));
    expect(await readFile(join(home, "dist", "index.html"), "utf8")).toBe("old");
  });

  it("leaves a run that is alive, and other sites, alone", async () => {
    await folder(`.dist.${process.ppid}.new.tmp`, "being written");
    await folder(`.other.${DEAD}.new.tmp`, "not ours");
    await clearLeftovers(join(home, "dist"));
    expect(await readdir(home)).toHaveLength(2);
  });
});

describe("serving a folder", () => {
  it("finds a page by its clean address", async () => {
    await writeFile(join(home, "change.html"), "change");
    await folder("method", "method");
    expect(await fileFor(home, "/change?a=1#b")).toBe(join(home, "change.html"));
    expect(await fileFor(home, "/method/")).toBe(join(home, "method", "index.html"));
    expect(await fileFor(home, "/none")).toBeUndefined();
  });

  it("refuses to leave it", async () => {
    const site = await folder("site", "site");
    await folder("site-secret", "secret");
    await writeFile(join(home, "secret.html"), "secret");
    for (const path of [
      "/../secret.html",
      "/%2e%2e/secret",
      "/..%2fsecret",
      "/../site-secret/",
      "/%",
    ]) {
      expect(await fileFor(site, path), path).toBeUndefined();
    }
  });

  it("sends types that browsers insist on, and the 404 page", async () => {
    await writeFile(join(home, "a.js"), "1");
    await writeFile(join(home, "a.arrow"), "1");
    await writeFile(join(home, "404.html"), "not here");
    const { url, stop } = await serveFolder(home);
    try {
      const type = async (path: string) => (await fetch(url + path)).headers.get("content-type");
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      expect(await type("a.js")).toBe("text/javascript; charset=utf-8");
      expect(await type("a.arrow")).toBe("application/vnd.apache.arrow.stream");
      const missing = await fetch(`${url}none`);
      expect([missing.status, await missing.text()]).toEqual([404, "not here"]);
      expect((await fetch(url, { method: "POST" })).status).toBe(405);
    } finally {
      await stop();
    }
  });
});
