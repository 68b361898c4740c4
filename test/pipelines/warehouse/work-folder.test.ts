import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { makeWorkDir, sweepWorkDirs } from "../../../pipelines/warehouse/work-folder.ts";
import { makeBench, spendCsv, spendRows } from "../load/bench.ts";

const before = process.env.TMPDIR;
const folder = mkdtempSync(join(tmpdir(), "vsend-sweep-"));
beforeAll(() => {
  process.env.TMPDIR = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true });
});

/** The number of a process that has ended. */
const ended = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

/** A work folder as another process would have made it, with something in it. */
async function folderOf(pid: number): Promise<string> {
  const own = await makeWorkDir();
  const path = own.replace(`-${process.pid}-`, `-${pid}-`);
  renameSync(own, path);
  mkdirSync(join(path, "text-1"));
  writeFileSync(join(path, "text-1", "text.csv"), "Featherstonehaugh");
  return path;
}

describe("work folders", () => {
  it("of processes that were killed are removed when the next load starts", async () => {
    const left = await folderOf(ended());
    const bench = await makeBench();
    await bench.load(bench.write("spend.csv", spendCsv(spendRows(3))));
    bench.remove();
    expect(existsSync(left)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of processes that live, of other machines and of other programs are left alone", async () => {
    const [own, parent] = [await makeWorkDir(), await folderOf(process.ppid)];
    const elsewhere = join(folder, `vsend-load-00000000-${ended()}-abc`);
    const other = join(folder, `vsend-${ended()}-abc`);
    const outside = mkdtempSync(join(dirname(folder), "vsend-outside-"));
    const link = (await folderOf(ended())).concat("x");
    symlinkSync(outside, link);
    for (const path of [elsewhere, other]) mkdirSync(path);
    expect(await sweepWorkDirs()).toBe(1);
    for (const path of [own, parent, elsewhere, other, outside])
      expect(existsSync(path)).toBe(true);
    rmSync(outside, { recursive: true });
  });
});

describe("what DuckDB spilled beside a warehouse and left when it was killed", () => {
  it("is removed when the warehouse is opened for writing", async () => {
    const file = join(folder, "w.duckdb");
    mkdirSync(`${file}.tmp`);
    writeFileSync(join(`${file}.tmp`, "duckdb_temp_storage-0.tmp"), "spilled");
    (await openWarehouse(file)).close();
    expect(existsSync(`${file}.tmp`)).toBe(false);
  });
});
