import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";

type Bundled = (entry: string) => Promise<string | null>;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vsend-bundled-"));
  write("pipelines/package.json", '{"type": "module"}');
  write(
    "pipelines/cli.ts",
    'import { word } from "./word.ts"; import zod from "zod";\nexport const said = (): string => [word, zod, import.meta.url].join(" ");\nexport const later = () => import("./later.ts");',
  );
  write("pipelines/word.ts", 'export const word: string = "first";');
  write("pipelines/later.ts", 'export { word } from "./word.ts";');
  write("node_modules/zod/package.json", '{"type": "module", "main": "index.js"}');
  write("node_modules/zod/index.js", 'export default "package";');
  cpSync(projectFile("pipelines/bundled.js"), join(folder, "pipelines/bundled.js"));
  symlinkSync(projectFile("node_modules/esbuild"), join(folder, "node_modules/esbuild"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string) {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Asks for the bundle once what was written before is settled. */
async function bundle(): Promise<string | null> {
  await setTimeout(150);
  const { bundled } = (await import(join(folder, "pipelines/bundled.js"))) as { bundled: Bundled };
  return bundled("cli.ts");
}

const run = async (url: string | null) => {
  const { said, later } = (await import(url!)) as {
    said: () => string;
    later: () => Promise<{ word: string }>;
  };
  return `${said()} ${(await later()).word}`;
};
const here = () => pathToFileURL(join(folder, "pipelines/cli.ts")).href;

describe("the bundled program", () => {
  test("does what its sources do, from where they stand, and is made once", async () => {
    const url = await bundle();
    expect(await run(url)).toBe(`first package ${here()} first`);
    expect(await bundle()).toBe(url);
  });

  test.each([
    ["a source", "pipelines/word.ts", 'export const word: string = "other";', "other package"],
    ["a package", "node_modules/zod/index.js", 'export default "changed";', "first changed"],
  ])("is made again when %s is another", async (_, path, content, said) => {
    const url = await bundle();
    write(path, content);
    const next = await bundle();
    expect(next).not.toBe(url);
    expect(await run(next)).toContain(said);
  });

  test("is not kept of sources that were written while it was made, nor when half of it is gone", async () => {
    const url = await bundle();
    write("pipelines/word.ts", 'export const word: string = "other";');
    const { bundled } = (await import(join(folder, "pipelines/bundled.js"))) as {
      bundled: Bundled;
    };
    const hasty = await bundled("cli.ts");
    expect(await run(hasty)).toContain("other package");
    const settled = await bundle();
    expect(new Set([url, hasty, settled]).size).toBe(3);
    rmSync(new URL(settled!));
    expect(await run(await bundle())).toContain("other package");
    writeFileSync(new URL("../kept.json", settled!), "{}");
    expect(await run(await bundle())).toContain("other package");
  });

  test("is done without where it cannot be kept, or its sources cannot be read", async () => {
    write("pipelines/word.ts", "export const word: = ;");
    expect(await bundle()).toBeNull();
    rmSync(join(folder, "node_modules"), { recursive: true });
    expect(await bundle()).toBeNull();
    write("node_modules/.cache", "a file, so that no folder can be made");
    expect(await bundle()).toBeNull();
  });
});
