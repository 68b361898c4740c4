import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWarehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { start, vsend } from "../../vsend.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
const { TMPDIR } = process.env;
beforeEach(async () => {
  bench = await makeBench();
  process.env.TMPDIR = join(bench.folder, "tmp");
  mkdirSync(process.env.TMPDIR);
});
afterEach(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  bench.remove();
});

describe("a load that is stopped", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "by %s removes its copies, says that nothing was loaded, and ends with %s",
    async (signal, code) => {
      const warehouse = join(bench.folder, "w.duckdb");
      const first = bench.write("first.csv", spendCsv(spendRows(3, "X10000009")));
      expect((await vsend("load", first, "--warehouse", warehouse)).code).toBe(0);
      const many = bench.write("many.csv.gz", gzipSync(spendCsv(spendRows(400_000))));
      const { child, ended } = start(["load", many, "--warehouse", warehouse]);
      const tmp = process.env.TMPDIR!;
      const isAtWork = () =>
        readdirSync(tmp).some(
          (name) => name.startsWith("vsend-load-") && readdirSync(join(tmp, name)).length > 0,
        );
      for (let waited = 0; !isAtWork() && waited < 30_000; waited += 20) await sleep(20);
      child.kill(signal);
      const outcome = await ended;
      expect([outcome.code, outcome.err]).toEqual([code, "stopped; nothing was loaded\n"]);
      expect(readdirSync(tmp).filter((name) => name.startsWith("vsend-load-"))).toEqual([]);
      const after = await openWarehouse(warehouse, { isReadOnly: true });
      expect(await after.one("select count(*) as n from loaded_spend")).toEqual({ n: 3 });
      after.close();
      expect(existsSync(many)).toBe(true);
    },
  );
});
