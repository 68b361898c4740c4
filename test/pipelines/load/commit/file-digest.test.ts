import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readKey } from "../../../../pipelines/load/judge/pseudonym.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { sql } from "../../../../pipelines/warehouse/sql.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const digests = () =>
  bench.warehouse.one<{ sha256: string | null; keyed_digest: string | null }>(
    "select sha256, keyed_digest from loads",
  );
const sha256 = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("what the ledger knows a file by", () => {
  it("cannot be worked out from the bytes of a file about children without the key", async () => {
    const file = bench.write("spend.csv", spendCsv(spendRows(4)));
    await bench.load(file);
    const held = await digests();
    expect(held).toEqual({ sha256: null, keyed_digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(held.keyed_digest).not.toBe(sha256(file));
    expect(held.keyed_digest).not.toBe(
      createHash("sha256")
        .update(`file|${sha256(file)}`)
        .digest("hex"),
    );
    expect((await bench.load(file)).alreadyLoaded).toHaveLength(1);
  });

  it("is the plain digest where no row is about a child, so that anyone can look the file up", async () => {
    const file = projectFile("data/sample/enrolments.csv");
    await bench.load(file);
    expect(await digests()).toEqual({ sha256: sha256(file), keyed_digest: null });
  });

  it("is keyed too where an earlier program kept it plain, and the file is known again", async () => {
    const file = bench.write("spend.csv", spendCsv(spendRows(4)));
    await bench.load(file);
    const keyed = await digests();
    await bench.warehouse.run(sql`update loads set sha256 = ${sha256(file)}, keyed_digest = null`);
    const again = await bench.load(file);
    expect([again.loaded, again.alreadyLoaded.length]).toEqual([[], 1]);
    expect(await digests()).toEqual(keyed);
    expect(readKey().bytes).toHaveLength(32);
  });
});
