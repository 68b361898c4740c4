import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLedgerLines } from "../../../pipelines/load/commit/ledger.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { bladeFiles, children, writeBlade } from "../../fixtures/sen2-return.ts";
import { type Bench, makeBench, type SpendRow, spendCsv, spendRows } from "../load/bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.remove());

const write = (name: string, rows: readonly SpendRow[]) => bench.write(name, spendCsv(rows));
const spoil = (rows: readonly SpendRow[], ...at: number[]): SpendRow[] =>
  rows.map((row, i) => (at.includes(i) ? (row.with(4, "?") as SpendRow) : row));
const correcting = (corrects: string | number) => ({
  correction: { corrects: String(corrects), by: "A. Clerk", reason: "amounts mistyped" },
});

/** Loads a file whose rows at some places are spoilt. @returns the number of the load. */
async function spoiltLoad(name: string, rows: readonly SpendRow[], ...at: number[]) {
  const { loaded } = await bench.load(write(name, spoil(rows, ...at)));
  return loaded[0]!.load_id;
}

const openRows = async (load: number): Promise<number[]> =>
  (
    await bench.warehouse.rows<{ row: number }>(
      `select distinct "row" from open_faults where load_id = ${load} order by 1`,
    )
  ).map(({ row }) => row);

async function refusal(corrects: string | number, path: string): Promise<string> {
  const before = await bench.state();
  const error: unknown = await bench
    .loadWith(correcting(corrects), path)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  expect(await bench.state()).toEqual(before);
  return String(error);
}

describe("a corrected file", () => {
  it("closes the faults of the load it names, and says who corrected what, when and why", async () => {
    const rows = spendRows(60, "X10000011");
    const load = await spoiltLoad("whole.csv", rows, 3, 9);
    expect(await openRows(load)).toEqual([4, 10]);
    const { corrections, loaded } = await bench.loadWith(
      correcting(load),
      write("whole-2.csv", rows),
    );
    expect(corrections).toMatchObject([
      {
        load_id: loaded[0]!.load_id,
        corrects_load_id: load,
        authorities: ["X10000011"],
        rows_refused_before: 2,
        rows_refused_after: 0,
        rows_superseded: 58,
        rows_mended: 2,
        rows_not_returned: 0,
        rows_still_held: 0,
        is_worse: false,
      },
    ]);
    expect(await openRows(load)).toEqual([]);
    expect(
      await bench.warehouse.rows(
        `select corrected_by, reason, corrected_at::date = current_date as is_dated from corrections where corrects_load_id = ${load}`,
      ),
    ).toEqual([{ corrected_by: "A. Clerk", reason: "amounts mistyped", is_dated: true }]);
  });

  it("leaves the earlier load's refused rows counted as refused, so that its line still closes", async () => {
    expect(
      await bench.warehouse.rows(
        "select rows_read, rows_loaded, rows_rejected, rows_superseded from loads where load_id = (select min(corrects_load_id) from corrections)",
      ),
    ).toEqual([{ rows_read: 60, rows_loaded: 0, rows_rejected: 2, rows_superseded: 58 }]);
    expect(await openLedgerLines(bench.warehouse)).toEqual([]);
  });

  it("may hold the refused rows alone, and be named by its file; what did not come back is told", async () => {
    const rows = spendRows(60, "X10000012");
    const load = await spoiltLoad("part.csv", rows, 1, 2, 3);
    const part = spoil([rows[1]!, rows[2]!], 1);
    const first = await bench.loadWith(correcting("part.csv"), write("part-2.csv", part));
    expect(first.corrections).toMatchObject([
      { corrects_load_id: load, rows_mended: 1, rows_refused_after: 1, rows_not_returned: 1 },
    ]);
    const second = await bench.loadWith(correcting(load), write("part-3.csv", rows.slice(2, 4)));
    expect(second.corrections).toMatchObject([
      { rows_refused_before: 2, rows_mended: 2, rows_not_returned: 0 },
    ]);
    expect(await openRows(first.loaded[0]!.load_id)).toEqual([]);
  });

  it("with more refused rows than before is said to be worse", async () => {
    const rows = spendRows(80, "X10000013");
    const load = await spoiltLoad("worse.csv", rows, 5);
    const path = write("worse-2.csv", spoil(rows, 6, 7, 8));
    const { corrections, loaded } = await bench.loadWith(correcting(load), path);
    expect(corrections).toMatchObject([
      { rows_refused_before: 1, rows_refused_after: 3, is_worse: true },
    ]);
    expect(await openRows(loaded[0]!.load_id)).toEqual([7, 8, 9]);
  });

  it("of one authority closes the faults of that one alone", async () => {
    const own = spendRows(40, "X10000014");
    const other = spendRows(40, "X10000015");
    const load = await spoiltLoad("both.csv", [...own, ...other], 0, 40);
    await bench.loadWith(correcting(load), write("both-2.csv", own));
    expect(await openRows(load)).toEqual([41]);
  });
});

describe("a correction is refused, and nothing changed,", () => {
  let load: number;
  beforeAll(async () => {
    load = await spoiltLoad("refused.csv", spendRows(40, "X10000016"), 2);
  });

  it("when it is of another authority", async () => {
    const words = await refusal(load, write("stranger.csv", spendRows(5, "X10000017")));
    expect(words).toContain("rows of X10000016 alone");
    expect(words).toContain("rows of X10000017");
  });

  it("when it is of another source", async () => {
    const placements = bench.write(
      "placements.csv",
      "authority_code,child_id,setting_id,setting_type,started_on,ended_on,end_reason\nX10000016,C1,S1,mainstream,2024-09-01,,\n",
    );
    expect(await refusal(load, placements)).toContain("a file of the same source");
  });

  it("when its bytes were loaded before", async () => {
    const path = write("same.csv", spoil(spendRows(40, "X10000016"), 2));
    expect(await refusal(load, path)).toContain("the very bytes");
  });

  it("when there is no such load, and the loads there are are listed", async () => {
    const words = await refusal("nowhere.csv", write("late.csv", spendRows(3, "X10000016")));
    expect(words).toContain(`load ${load}: `);
  });

  it("when what it corrects are published figures", async () => {
    const path = bench.write(
      "authorities.csv",
      "authority_code,authority_name,region\nX10000016,Ashton,North\n",
    );
    const { loaded } = await bench.load(path);
    const late = write("late.csv", spendRows(3, "X10000016"));
    expect(await refusal(loaded[0]!.load_id, late)).toContain("published figures");
  });
});

describe("a fault is closed without a word", () => {
  it("when later loads have superseded every row that its load brought in, and not before", async () => {
    const rows = spendRows(40, "X10000018");
    const load = await spoiltLoad("plain.csv", rows, 2);
    await bench.load(write("plain-2.csv", rows.slice(0, 39)));
    expect(await openRows(load)).toEqual([3]);
    await bench.load(write("plain-3.csv", rows.slice(39)));
    expect(await openRows(load)).toEqual([]);
  });
});

describe("a corrected return", () => {
  it("corrects each module of the earlier one, from one name", async () => {
    const returns = await makeBench();
    const files = (seed: number) => bladeFiles(children(30, seed));
    const [first, second] = [join(returns.folder, "a"), join(returns.folder, "b")];
    await writeBlade(first, { ...files(1), senneed: files(1).senneed!.replace(/,ASD,/, ",QQQ,") });
    await writeBlade(second, files(2));
    const earlier = await returns.load(first);
    const needs = earlier.loaded.find(({ file }) => file.includes("senneed"))!;
    expect(needs.rows_rejected).toBe(1);
    const { corrections, loaded, alreadyLoaded } = await returns.loadWith(
      correcting(needs.load_id),
      second,
    );
    expect(corrections).toHaveLength(loaded.length);
    // The header says the same as before, and is loaded with its export all the same.
    expect(alreadyLoaded).toEqual([]);
    expect(
      corrections.find(({ corrects_load_id }) => corrects_load_id === needs.load_id),
    ).toMatchObject({
      authorities: ["E10000015"],
      rows_refused_before: 1,
      rows_refused_after: 0,
    });
    expect(await returns.warehouse.rows("from open_faults")).toEqual([]);
    returns.remove();
  });
});
