import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trendReport } from "../../../../pipelines/printing/print-trend.ts";
import { readTrends } from "../../../../pipelines/suppliers/trend.ts";
import { VsendError } from "../../../../pipelines/warehouse/errors.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";
import { type Bench, makeBench, type SpendRow, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.remove());

let files = 0;
const write = (rows: readonly (readonly string[])[]) =>
  bench.write(`spend-${files++}.csv`, spendCsv(rows));

/** `n` rows of an authority of which the first few are spoilt; no two calls give the same bytes. */
const spoilt = (n: number, spoiltRows: number, authority: string): SpendRow[] =>
  spendRows(n, authority).map(
    (row, i) => row.with(4, i < spoiltRows ? "?" : `${files}.00`) as SpendRow,
  );

const whose = (load: number) =>
  bench.warehouse.rows(
    `select authority_code as authority, rows_read as read, rows_refused as refused from load_authorities where load_id = ${load} order by 1 nulls last`,
  );

const authoritiesOfRefused = async (load: number) =>
  (
    await bench.warehouse.rows<{ authority_code: string | null }>(
      `select authority_code from rejected_rows where load_id = ${load} order by "row"`,
    )
  ).map(({ authority_code }) => authority_code);

describe("a refused row is", () => {
  it("its authority's, where its own cell says so; nobody's where the file holds several", async () => {
    const rows: string[][] = [...spendRows(50, "X10000001"), ...spendRows(50, "X10000002")];
    rows[3]![4] = "?";
    rows[60]![4] = "?";
    rows[61]![0] = "Ashton";
    rows[70]!.push("one too many");
    const { loaded } = await bench.load(write(rows));
    const load = loaded[0]!.load_id;
    expect(await authoritiesOfRefused(load)).toEqual(["X10000001", "X10000002", null, null]);
    expect(await whose(load)).toEqual([
      { authority: "X10000001", read: 50, refused: 1 },
      { authority: "X10000002", read: 48, refused: 1 },
      { authority: null, read: 2, refused: 2 },
    ]);
  });

  it("of the one authority that all other rows name, where its own cannot be told", async () => {
    const rows: string[][] = spendRows(90, "X10000003");
    rows[1]![0] = "Ashton";
    rows[2]!.push("one too many");
    rows.push([...rows[5]!.with(4, "1.00")]);
    const { loaded } = await bench.load(write(rows));
    const load = loaded[0]!.load_id;
    expect(await authoritiesOfRefused(load)).toEqual(Array(4).fill("X10000003"));
    expect(await whose(load)).toEqual([{ authority: "X10000003", read: 91, refused: 4 }]);
  });

  it("kept with what its supplier calls the column", async () => {
    const rows = spoilt(40, 1, "X10000004");
    const path = bench.write(
      "named.csv",
      spendCsv(rows)
        .replace("amount_gbp", "Amount (GBP)")
        .replace("financial_year", "Financial Year"),
    );
    const { loaded } = await bench.load(path);
    expect(
      await bench.warehouse.rows(
        `select "column", suppliers_column from rejected_rows where load_id = ${loaded[0]!.load_id}`,
      ),
    ).toEqual([{ column: "amount_gbp", suppliers_column: "Amount (GBP)" }]);
  });
});

describe("the trend", () => {
  it("is kept per load, authority and rule, and outlives the rows that are superseded", async () => {
    await bench.load(write(spoilt(100, 4, "X10000005")));
    await bench.load(write(spoilt(100, 1, "X10000005")));
    expect(
      await bench.warehouse.rows(
        `select refused_share, last_refused_share from quality_by_load where authority_code = 'X10000005' order by load_id`,
      ),
    ).toEqual([
      { refused_share: 0.04, last_refused_share: null },
      { refused_share: 0.01, last_refused_share: 0.04 },
    ]);
    expect(
      await bench.warehouse.rows(
        `select "column", rows_refused, rows_read, refused_share from quality_by_rule where authority_code = 'X10000005' order by load_id`,
      ),
    ).toEqual([
      { column: "amount_gbp", rows_refused: 4, rows_read: 100, refused_share: 0.04 },
      { column: "amount_gbp", rows_refused: 1, rows_read: 100, refused_share: 0.01 },
    ]);
  });

  it("says of each source and authority whether it got better or worse, what is worse first", async () => {
    await bench.load(write(spoilt(100, 1, "X10000006")));
    await bench.load(write(spoilt(100, 2, "X10000006")));
    const trends = await readTrends(bench.warehouse);
    const of = (code: string) => trends.find(({ authority_code }) => authority_code === code);
    expect(trends[0]).toBe(of("X10000006"));
    expect(of("X10000006")).toMatchObject({ source: "spend", trend: "worse", open_rows: 3 });
    expect(of("X10000006")!.loads.map(({ refused_share }) => refused_share)).toEqual([0.01, 0.02]);
    expect(of("X10000005")).toMatchObject({ trend: "better" });
    expect(of("X10000001")).toMatchObject({ trend: "first load" });
    expect(trendReport(trends)).toMatch(/spend +X10000006 +1\.00 {2}2\.00 +worse/);
  });

  it("leaves corrections out, which may hold the refused rows alone", async () => {
    const { loaded } = await bench.load(write(spoilt(100, 2, "X10000007")));
    const corrects = String(loaded[0]!.load_id);
    const correction = { corrects, by: "A", reason: "B" };
    const { worse } = await bench.loadWith({ correction }, write(spoilt(2, 1, "X10000007")));
    expect(worse).toEqual([]);
    const trends = await readTrends(bench.warehouse);
    const own = trends.find(({ authority_code }) => authority_code === "X10000007");
    expect(own!.loads.map(({ refused_share }) => refused_share)).toEqual([0.02]);
  });
});

describe("a load held to the last of its source and authority", () => {
  const rise = rule("most_refused_rise");
  const held = (n: number, spoiltRows: number) =>
    bench.loadWith({ isHeldToLast: true }, write(spoilt(n, spoiltRows, "X10000008")));

  it("is taken the first time, and where it is worse by no more than the rule allows", async () => {
    await held(200, 2);
    const { worse } = await held(200, 2 + 200 * rise);
    expect(worse).toMatchObject([
      { authority_code: "X10000008", refused_share: 0.01 + rise, last_refused_share: 0.01 },
    ]);
  });

  it("is refused where it is worse by more, with the columns at fault, and nothing is loaded", async () => {
    const before = await bench.state();
    const error: unknown = await held(200, 7).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(VsendError);
    expect((error as VsendError).exitCode).toBe(1);
    expect(String(error)).toContain("3.5 per cent, which is 7 of 200");
    expect(String(error)).toContain("2.0 per cent as in load");
    expect(String(error)).toContain("7 rows: amount_gbp");
    expect(await bench.state()).toEqual(before);
  });

  it("is not held where the call does not say so; it is only told", async () => {
    const { worse } = await bench.load(write(spoilt(200, 7, "X10000008")));
    expect(worse).toMatchObject([{ authority_code: "X10000008", rows_refused: 7 }]);
  });
});
