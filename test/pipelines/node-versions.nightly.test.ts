import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";

/** Those that are maintained, and the oldest that `package.json` promises. */
const MAJORS = ["20", "22", "24"];

let folder: string;
const hashes = new Map<string, string>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vsend-node-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The path of Node of a major version, as npm's package `node` brings it; null without a network. */
function nodeOf(major: string): string | null {
  const prefix = join(folder, `node-${major}`);
  mkdirSync(prefix);
  try {
    const args = ["install", "--prefix", prefix, "--no-audit", "--no-fund", `node@${major}`];
    execFileSync("npm", args, { stdio: "pipe", shell: process.platform === "win32" });
    return join(prefix, "node_modules/node/bin/node");
  } catch (error) {
    console.log(`skipped: Node ${major} cannot be fetched (${String(error).split("\n")[0]})`);
    return null;
  }
}

it.each(MAJORS)("the sample is loaded, built and published under Node %s", (major) => {
  const node = nodeOf(major);
  if (!node) return;
  expect(execFileSync(node, ["--version"], { encoding: "utf8" })).toMatch(`v${major}.`);
  const { status, stdout, stderr } = spawnSync(
    node,
    [
      ...[projectFile("pipelines/vsend.js"), "run", projectFile("data/sample"), "--json"],
      ...["--warehouse", join(folder, `${major}.duckdb`), "--out", join(folder, `site-${major}`)],
    ],
    {
      env: {
        ...process.env,
        VSEND_KEY_FILE: join(folder, "pseudonym.key"),
        VSEND_CACHE: join(folder, `cache-${major}`),
      },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const { publication } = JSON.parse(stdout) as { publication: { release_hash: string } };
  hashes.set(major, publication.release_hash);
});

it("and each publishes the same figures", () => {
  expect(new Set(hashes.values()).size).toBeLessThanOrEqual(1);
});
