import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { decimal } from "../../../../loaders/contract/cells.ts";
import type { Contract } from "../../../../loaders/contract/define-loader.ts";
import { spend } from "../../../../loaders/spend.ts";
import { contractDigest } from "../../../../pipelines/load/commit/contract-digest.ts";
import { openLedgerLines } from "../../../../pipelines/load/commit/ledger.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

const original = spend;
const tighter: Contract = {
  ...original,
  columns: z.strictObject({
    ...original.columns.shape,
    amount_gbp: decimal({ min: 0, max: 100.38 }),
  }),
};

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

describe("a file whose loader has changed since it was loaded", () => {
  it("is judged again, all its earlier rows superseded and the new refusals kept", async () => {
    const file = bench.write("spend.csv", spendCsv(spendRows(40)));
    await bench.loadWith({ known: [original] }, file);
    const again = await bench.loadWith({ known: [tighter] }, file);
    expect(again.alreadyLoaded).toEqual([]);
    expect(Object.values(again.notes).flat().join()).toContain("its loader has changed");
    expect(
      await bench.warehouse.rows(
        "select rows_read, rows_loaded, rows_rejected, rows_superseded from loads order by load_id",
      ),
    ).toEqual([
      { rows_read: 40, rows_loaded: 0, rows_rejected: 0, rows_superseded: 40 },
      { rows_read: 40, rows_loaded: 38, rows_rejected: 2, rows_superseded: 0 },
    ]);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
    expect(await bench.warehouse.one("select max(amount_gbp) as most from loaded_spend")).toEqual({
      most: 100.38,
    });
    const third = await bench.loadWith({ known: [tighter] }, file);
    expect([third.loaded.length, third.alreadyLoaded.length]).toEqual([0, 1]);
  });
});

describe("the digest of a contract", () => {
  it("changes with what is taken or refused, and not with words for people", () => {
    expect(contractDigest(tighter)).not.toBe(contractDigest(original));
    expect(contractDigest({ ...original, title: "Other words", grain: "other" })).toBe(
      contractDigest(original),
    );
    expect(contractDigest({ ...original, inScope: "false" })).not.toBe(contractDigest(original));
    expect(contractDigest({ ...original, privacy: {} })).not.toBe(contractDigest(original));
  });
});
