import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Publication } from "../../../pipelines/publish/release-tables.ts";
import { PROJECT, projectFile } from "../../../pipelines/warehouse/installation.ts";
import { type SampleFile, sampleFile } from "../sample-file.ts";

const AUTHORITY = "X10000001";

let folder: string;
let sample: SampleFile;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vsend-own-root-"));
  sample = await sampleFile();
  env = { ...process.env, VSEND_KEY_FILE: sample.key, VSEND_CACHE: join(folder, "cache") };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function warehouseOf(name: string): Promise<string> {
  const file = join(folder, `${name}.duckdb`);
  await copyFile(sample.warehouse, file);
  return file;
}

/** What the site in a folder says that it is. */
function publicationOf(site: string): Publication {
  const data = join(site, "_file/data");
  const files = readdirSync(data).filter((name) => name.startsWith("publication."));
  expect(files).toHaveLength(1);
  return JSON.parse(readFileSync(join(data, files[0]!), "utf8")) as Publication;
}

describe("two publishes at once from one installation", () => {
  it("make two sites, each of its own release", async () => {
    const start = async (name: string, ...more: string[]) => {
      const site = join(folder, name);
      const child = spawn(
        process.execPath,
        [
          ...[projectFile("pipelines/vsend.js"), "publish", "--json", "--out", site],
          ...["--warehouse", await warehouseOf(name), ...more],
        ],
        { env, stdio: ["ignore", "pipe", "inherit"] },
      );
      let out = "";
      child.stdout.on("data", (text) => {
        out += text;
      });
      const code = await new Promise((ended) => child.on("close", ended));
      return { site, code, said: JSON.parse(out) as Publication };
    };
    const first = start("everyone");
    await setTimeout(3000);
    const both = await Promise.all([
      first,
      start("one-authority", "--audience", "authority", "--authority", AUTHORITY),
    ]);
    for (const { site, code, said } of both) {
      expect(code).toBe(0);
      expect(publicationOf(site)).toMatchObject({
        release_hash: said.release_hash,
        audience: said.audience,
        tables: said.tables,
      });
    }
    const [everyone, one] = both;
    expect(one.said.release_hash).not.toBe(everyone.said.release_hash);
    expect([everyone.said.authority, one.said.authority]).toEqual([null, AUTHORITY]);
  });
});

/** Every file and folder with its size and when it was written, packages apart. */
const treeOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith("node_modules"))
    .map((path) => {
      const { size, mtimeMs } = lstatSync(join(root, path));
      return `${path} ${size} ${mtimeMs}`;
    })
    .sort();

/** Runs a program to which some folders are read-only, where the system lets us; else as it is. */
function withReadOnly(
  folders: readonly string[],
  args: readonly string[],
): SpawnSyncReturns<string> {
  const options = { env, encoding: "utf8" as const };
  const mounts = folders.map(
    (path) => `mount --bind '${path}' '${path}' && mount -o remount,bind,ro '${path}'`,
  );
  const held = ["-rm", "sh", "-c", [...mounts, 'exec "$@"'].join(" && "), "sh"];
  if (spawnSync("unshare", [...held, "true"], options).status === 0) {
    return spawnSync("unshare", [...held, process.execPath, ...args], options);
  }
  console.log("the installation is not made read-only here: it is looked at before and after");
  return spawnSync(process.execPath, [...args], options);
}

describe("an installation that may not be written", () => {
  it("publishes, and nothing of it changes", async () => {
    const root = join(folder, "installation");
    mkdirSync(root);
    const parts = ["loaders", "pipelines", "src", "data", "observablehq.config.ts", "package.json"];
    for (const part of parts) {
      cpSync(projectFile(part), join(root, part), {
        recursive: true,
        filter: (path) => !/[.]duckdb|src[\\/](data|[.]observablehq)/.test(path),
      });
    }
    symlinkSync(join(PROJECT, "node_modules"), join(root, "node_modules"), "dir");
    const before = treeOf(root);
    const site = join(folder, "read-only-site");
    const warehouse = await warehouseOf("read-only");
    const { status, stderr } = withReadOnly(
      [root, join(PROJECT, "node_modules")],
      [join(root, "pipelines/vsend.js"), "publish", "--warehouse", warehouse, "--out", site],
    );
    expect(stderr).not.toMatch(/expected|fault of the program/);
    expect(status).toBe(0);
    expect(publicationOf(site).is_sample).toBe(true);
    expect(treeOf(root)).toEqual(before);
  });
});
