import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLedgerLines } from "../../../pipelines/load/commit/ledger.ts";
import { unload } from "../../../pipelines/load/unload.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { bladeFiles, children } from "../../fixtures/sen2-return.ts";
import { shippedInstruments } from "../../shipped.ts";
import { assessmentsCsv, type Bench, makeBench, spendCsv } from "./bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const WHY = { reason: "the wrong term", signedBy: "A. Officer" };
const takeBack = (which: string) => unload(bench.warehouse, which, WHY, shippedInstruments());

/** Spend of the children numbered, all of one amount, which tells the files apart. */
const spend = (name: string, children: readonly number[], amount: number) =>
  bench.write(
    name,
    spendCsv(children.map((n) => ["X10000001", `C${n}`, "2024-25", "top_up", String(amount)])),
  );

const amounts = async () =>
  (
    await bench.warehouse.rows<{ pounds: number; n: number }>(
      "select amount_gbp::double as pounds, count(*) as n from loaded_spend group by all order by all",
    )
  ).map(({ pounds, n }) => [pounds, n]);

const ledger = () =>
  bench.warehouse.rows(
    "select rows_loaded as loaded, rows_superseded as superseded, amount_loaded as pounds, unloaded_at is not null as gone from loads order by load_id",
  );

describe("unload", () => {
  it("brings back what the load had superseded, and the ledger closes", async () => {
    await bench.load(spend("first.csv", [1, 2, 3, 4], 10));
    await bench.load(spend("second.csv", [3, 4, 5], 20));
    expect(await amounts()).toEqual([
      [10, 2],
      [20, 3],
    ]);
    expect(await takeBack("2")).toEqual([
      {
        load_id: 2,
        loader: "spend",
        file: expect.any(String),
        rows_taken_back: 3,
        rows_brought_back: 2,
        load_again: null,
      },
    ]);
    expect(await amounts()).toEqual([[10, 4]]);
    expect(await ledger()).toEqual([
      { loaded: 4, superseded: 0, pounds: 40, gone: false },
      { loaded: 0, superseded: 3, pounds: 0, gone: true },
    ]);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
    expect(await bench.warehouse.rows("select reason, signed_by from unloads")).toEqual([
      { reason: "the wrong term", signed_by: "A. Officer" },
    ]);
  });

  it("lets the file, and an earlier one, be loaded again", async () => {
    const first = spend("first.csv", [1, 2], 10);
    const second = spend("second.csv", [1, 2], 20);
    await bench.load(first);
    await bench.load(second);
    const { alreadyLoaded, notes } = await bench.load(first);
    expect(alreadyLoaded).toEqual([first]);
    expect(notes[first]!.join(" ")).toContain("vsend unload 2");
    await takeBack("2");
    expect((await bench.load(first)).alreadyLoaded).toEqual([first]);
    await bench.load(second);
    expect(await amounts()).toEqual([[20, 2]]);
    await takeBack("1");
    await bench.load(first);
    expect(await amounts()).toEqual([[10, 2]]);
  });

  it("takes refused rows with it, and finds the load by the name of its file", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [
      "X10000001",
      `C${i}`,
      "2024-25",
      "top_up",
      "1",
    ]);
    rows.push(["X10000001", "C99", "2024-25", "toys", "1"]);
    await bench.load(bench.write("spend.csv", spendCsv(rows)));
    await takeBack("spend.csv");
    expect(await bench.warehouse.rows("from rejected_rows")).toEqual([]);
    expect(await bench.warehouse.rows("from open_faults")).toEqual([]);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
  });

  it("does so with assessments, whose codes are enums", async () => {
    const of = (level: string) =>
      assessmentsCsv([1, 2, 3].map((n) => ({ child_id: `C${n}`, cl_need: level })));
    await bench.load(bench.write("a.csv", of("1")));
    await bench.load(bench.write("b.csv", of("4")));
    await takeBack("2");
    const table = "loaded_assessments_vsend_core_2026_1";
    expect(await bench.warehouse.rows(`select distinct cl_need as level from ${table}`)).toEqual([
      { level: 1 },
    ]);
  });

  it("says of a return that its files go together, and an earlier export can be loaded again", async () => {
    const write = (folder: string, n: number) => {
      for (const [module, text] of Object.entries(bladeFiles(children(n))))
        bench.write(`${folder}/${module}.csv`, text);
      return `${bench.folder}/${folder}`;
    };
    const [first, second] = [write("first", 30), write("second", 40)];
    await bench.load(first);
    await bench.load(second);
    const persons = async () =>
      (await bench.warehouse.one<{ n: number }>("select count(*) as n from loaded_sen2_person")).n;
    expect(await persons()).toBe(40);
    const { load_id } = await bench.warehouse.one<{ load_id: number }>(
      "select max(load_id) as load_id from loads where source_table = 'loaded_sen2_person'",
    );
    const taken = await takeBack(String(load_id));
    expect(taken.length).toBeGreaterThan(3);
    // Which files to load again to go back to the export that it had replaced.
    expect(taken.flatMap(({ load_again }) => load_again ?? [])).toContain("person.csv");
    expect(await persons()).toBe(0);
    await bench.load(first);
    expect(await persons()).toBe(30);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
  });

  it("takes an earlier export back that a later one has replaced, and leaves the later one", async () => {
    const load = async (folder: string, n: number) => {
      for (const [module, text] of Object.entries(bladeFiles(children(n))))
        bench.write(`${folder}/${module}.csv`, text);
      return bench.load(`${bench.folder}/${folder}`);
    };
    await load("first", 30);
    await load("second", 40);
    const persons = () => bench.warehouse.one("select count(*) as n from loaded_sen2_person");
    const { first } = await bench.warehouse.one<{ first: number }>(
      "select min(load_id) as first from loads where source_table = 'loaded_sen2_person'",
    );
    const taken = await takeBack(String(first));
    expect(taken.every(({ rows_taken_back }) => rows_taken_back === 0)).toBe(true);
    expect(await persons()).toEqual({ n: 40 });
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
    // It was taken back, so the next load of its files takes the place of the later one.
    await load("first", 30);
    expect(await persons()).toEqual({ n: 30 });
  });

  it("refuses a load that is not there, or was taken back", async () => {
    await bench.load(spend("first.csv", [1], 10));
    await takeBack("1");
    for (const which of ["1", "7", "other.csv"])
      await expect(takeBack(which)).rejects.toBeInstanceOf(VsendError);
  });

  it("leaves everything as it was where it is stopped half-way", async () => {
    await bench.load(spend("first.csv", [1, 2], 10));
    await bench.load(spend("second.csv", [1, 2], 20));
    const before = await bench.state();
    const stopping = {
      ...bench.warehouse,
      run: (text: Parameters<typeof bench.warehouse.run>[0]) =>
        String(text).includes("insert into unloads")
          ? Promise.reject(new Error("stopped"))
          : bench.warehouse.run(text),
    };
    await expect(unload(stopping, "2", WHY, shippedInstruments())).rejects.toThrow("stopped");
    expect(await bench.state()).toEqual(before);
  });

  it("leaves, after any loads and takings back, what the standing loads alone give", async () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    const standing = new Map<number, number[]>();
    for (let step = 1, load = 0; step <= 25; step++) {
      const loads = [...standing.keys()];
      if (loads.length > 1 && random(3) === 0) {
        const which = loads[random(loads.length)]!;
        await takeBack(String(which));
        standing.delete(which);
      } else {
        load += 1;
        const children = [1, 2, 3, 4, 5, 6].filter(() => random(2) === 0);
        if (children.length === 0) children.push(6);
        await bench.load(spend(`${load}.csv`, children, load));
        standing.set(load, children);
      }
      const last = new Map<number, number>();
      for (const [number, children] of standing)
        for (const child of children) last.set(child, number);
      const expected = new Map<number, number>();
      for (const number of last.values()) expected.set(number, (expected.get(number) ?? 0) + 1);
      expect(await amounts()).toEqual([...expected].sort(([a], [b]) => a - b));
      expect(await openLedgerLines(bench.warehouse)).toEqual([]);
    }
  });
});
