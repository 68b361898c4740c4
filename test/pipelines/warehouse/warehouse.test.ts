import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-modes-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
afterAll(() => rmSync(folder, { recursive: true }));

const isUnix = process.platform !== "win32";
const modeOf = (file: string) => statSync(file).mode & 0o777;

it.runIf(isUnix)(
  "is closed to others when it is opened, if another program left it open",
  async () => {
    const file = join(folder, "open.duckdb");
    (await openWarehouse(file)).close();
    chmodSync(file, 0o664);
    (await openWarehouse(file)).close();
    expect(modeOf(file)).toBe(0o600);
  },
);

it("takes as many threads as VSEND_THREADS says, and refuses what is no number of them", async () => {
  const before = process.env.VSEND_THREADS;
  process.env.VSEND_THREADS = "3";
  const warehouse = await openWarehouse(":memory:");
  expect(await warehouse.one("select current_setting('threads')::integer as n")).toEqual({ n: 3 });
  warehouse.close();
  process.env.VSEND_THREADS = "none";
  await expect(openWarehouse(":memory:")).rejects.toThrow(/VSEND_THREADS/);
  if (before === undefined) delete process.env.VSEND_THREADS;
  else process.env.VSEND_THREADS = before;
});

it("where there is none, the sample's is named that lies beside", async () => {
  const own = mkdtempSync(join(tmpdir(), "vsend-none-"));
  const opening = () => openWarehouse(join(own, "warehouse.duckdb"), { isReadOnly: true });
  await expect(opening()).rejects.toThrow(/vsend run data\/sample$/m);
  writeFileSync(join(own, "sample.duckdb"), "");
  await expect(opening()).rejects.toThrow(/npm start made: --warehouse .*sample[.]duckdb/);
  rmSync(own, { recursive: true });
});
