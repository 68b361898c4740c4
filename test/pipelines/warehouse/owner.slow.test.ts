import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { vsend } from "../vsend.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-owner-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
afterAll(() => rmSync(folder, { recursive: true }));

const modeOf = (file: string) => statSync(file).mode & 0o777;

it.runIf(process.platform !== "win32")(
  "a warehouse, with its folder and all beside it, is its owner's alone when the command makes it",
  async () => {
    const home = join(folder, "new");
    const { code, err } = await vsend("build", "--warehouse", join(home, "w.duckdb"));
    expect(code, err).toBe(0);
    expect(modeOf(home)).toBe(0o700);
    expect(readdirSync(home)).toContain("w.duckdb");
    for (const name of readdirSync(home)) expect(modeOf(join(home, name)), name).toBe(0o600);
  },
);
