import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spendCsv, spendRows } from "../load/bench.ts";
import { start, vsendHere } from "../vsend.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-verb-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
const file = (name: string) => join(folder, name);
const at = ["--warehouse", file("w.duckdb"), "--json"];
const OF = ["forget", "--authority", "X10000001"];

beforeAll(async () => {
  writeFileSync(file("spend.csv"), spendCsv(spendRows(6)));
  writeFileSync(file("children.txt"), "C4\r\n\r\n C5 \n");
  expect((await vsendHere("load", file("spend.csv"), ...at)).code).toBe(0);
  copyFileSync(file("w.duckdb"), file("w.duckdb.bak"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const held = async (): Promise<number> => {
  const { out } = await vsendHere("query", "select count(*) as n from loaded_spend", ...at);
  return (JSON.parse(out) as [{ n: number }])[0].n;
};

describe("vsend forget", () => {
  it("reads the number from another program, exits with 1 while a copy holds the child, and says which", async () => {
    const { child, ended } = start([...OF, "--child", "-", ...at]);
    child.stdin!.end("C3\n");
    const { code, out, err } = await ended;
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({
      children: 1,
      bytesAfter: 0,
      rows: [{ table: "loaded_spend", rows: 1 }],
      copies: [{ file: file("w.duckdb.bak"), times: expect.any(Number) }],
    });
    expect(code).toBe(1);
    expect(await held()).toBe(5);
    rmSync(file("w.duckdb.bak"));
  });

  it("reads several numbers from a file, and removes nothing on a dry run", async () => {
    const { code, out } = await vsendHere(
      ...OF,
      "--children",
      file("children.txt"),
      "--dry-run",
      ...at,
    );
    expect(JSON.parse(out)).toMatchObject({
      isDryRun: true,
      children: 2,
      rows: [{ table: "loaded_spend", rows: 2 }],
    });
    expect(code).toBe(0);
    expect(await held()).toBe(5);
  });

  it("says in words what is left to do", async () => {
    const { code, out } = await vsendHere(...OF, "--child", "C4", "--warehouse", file("w.duckdb"));
    expect(code).toBe(0);
    expect(out).toContain("1 child, 1 row");
    expect(out).toContain("run vsend publish");
    expect(await held()).toBe(4);
  });

  it("has nobody to remove whose records are young", async () => {
    const { code, out } = await vsendHere(
      "forget",
      "--older-than-retention",
      "--warehouse",
      file("w.duckdb"),
    );
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("nothing was changed") });
    expect(await held()).toBe(4);
  });
});
