import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";
import { mappingsOf } from "../../shipped.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "./bench.ts";

const CASE = `${PROJECT}/../shared/cases/05-equal-instalments/spend.csv`;

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const SUMS = `loader: spend
authority_code: X10000001
file_name: "*.csv"
columns:
  authority_code: authority_code
  child_id: child_id
  financial_year: financial_year
  category: category
  amount_gbp: amount_gbp
sums_repeats: true
accepted: { by: A. Officer, on: 2026-11-01, note: "Instalments of one payment" }
`;

const refusal = (work: Promise<unknown>): Promise<VsendError> =>
  work.then(
    () => Promise.reject(new Error("expected a refusal")),
    (error: unknown) => {
      expect(error).toBeInstanceOf(VsendError);
      return error as VsendError;
    },
  );

const held = () =>
  bench.warehouse.one<{ n: number; pounds: number }>(
    "select count(*) as n, coalesce(sum(amount_gbp), 0)::double as pounds from loaded_spend",
  );

/** Instalments of £`each` for children of whom each has `times` in the year. */
const instalments = (children: number, times: number, each: string) =>
  Array.from({ length: children * times }, (_, i) => [
    "X10000001",
    `T${Math.floor(i / times)}`,
    "2024-25",
    "top_up",
    each,
  ]);

describe("rows of spend that stand more than once", () => {
  it.runIf(existsSync(CASE))("refuse the file of equal instalments (case 05)", async () => {
    const { problem } = await refusal(bench.load(CASE));
    expect(problem.details!.join(" ")).toContain("rows of this source add up");
  });

  it.runIf(existsSync(CASE))(
    "are summed by a mapping: 20 places, 20 top-ups, £140,000",
    async () => {
      const mapping = bench.write("sums.yaml", SUMS);
      const { loaded, notes } = await bench.loadWith({ mappings: mappingsOf(mapping) }, CASE);
      expect(loaded[0]).toMatchObject({
        rows_read: 260,
        rows_loaded: 40,
        rows_superseded: 220,
        amount_read: 140_000,
        amount_loaded: 140_000,
        amount_superseded: 0,
      });
      expect(Object.values(notes).flat().join(" ")).toContain("gave 220 rows");
      expect(await held()).toEqual({ n: 40, pounds: 140_000 });
    },
  );

  it("refuse three children paid monthly", async () => {
    await refusal(bench.load(bench.write("a.csv", spendCsv(instalments(3, 12, "500.00")))));
  });

  it("refuse a file of repayments, whose pounds are negative", async () => {
    await refusal(bench.load(bench.write("a.csv", spendCsv(instalments(4, 2, "-20.00")))));
  });

  it("are refused both where they are few, and their pounds are told", async () => {
    const rows = [...spendRows(98), ...instalments(1, 2, "250.00")];
    const { loaded } = await bench.load(bench.write("a.csv", spendCsv(rows)));
    expect(loaded[0]).toMatchObject({
      rows_read: 100,
      rows_loaded: 98,
      rows_rejected: 2,
      rows_superseded: 0,
      amount_rejected: 500,
      amount_superseded: 0,
    });
  });

  it("are summed with differing amounts, refused rows left out", async () => {
    const rows = [...spendRows(60), ...instalments(1, 3, "100.00"), ...instalments(1, 1, "0.50")];
    rows.push(["X10000001", "T0", "2024-25", "top_up", "?"]);
    const mapping = bench.write("sums.yaml", SUMS);
    const path = bench.write("a.csv", spendCsv(rows));
    const { loaded } = await bench.loadWith({ mappings: mappingsOf(mapping) }, path);
    // 60 children at £100.01 to £100.60, which is £6,018.30, and one at £300.50.
    expect(loaded[0]).toMatchObject({
      rows_read: 65,
      rows_loaded: 61,
      rows_rejected: 1,
      rows_superseded: 3,
      amount_loaded: 6318.8,
      amount_superseded: 0,
      rows_amount_unread: 1,
    });
  });
});

describe("pounds", () => {
  const support = (
    cost: string,
  ) => `authority_code,child_id,support,tier,started_on,ended_on,hours,cost_gbp
${Array.from({ length: 60 }, (_, i) => `X10000001,C${i},tuition,targeted,2024-09-02,,1,10`).join("\n")}
X10000001,D,tuition,targeted,2024-09-02,,1,${cost}
X10000001,D,tuition,targeted,2024-09-02,,1,${cost}
`;

  it("are never superseded within a file, of sources that do not add up either", async () => {
    const { loaded } = await bench.load(bench.write("s.csv", support("40")));
    expect(loaded[0]).toMatchObject({
      rows_rejected: 2,
      amount_rejected: 80,
      amount_superseded: 0,
    });
  });

  it("which are blank leave a copy a copy", async () => {
    const { loaded } = await bench.load(bench.write("s.csv", support("")));
    expect(loaded[0]).toMatchObject({ rows_loaded: 61, rows_superseded: 1, rows_rejected: 0 });
  });

  it("that cannot be read are counted as rows", async () => {
    const rows = spendRows(100);
    rows[4]![4] = "a lot";
    const { loaded } = await bench.load(bench.write("a.csv", spendCsv(rows)));
    expect(loaded[0]).toMatchObject({ rows_rejected: 1, rows_amount_unread: 1 });
  });
});

describe("files of spend with rows of the same child, year and category", () => {
  const part = (name: string, amount: string) =>
    bench.write(name, spendCsv(instalments(50, 1, amount) as never));

  it("are refused in one call, where nothing tells parts of a year from a correction", async () => {
    const { problem } = await refusal(
      bench.load(part("q1.csv", "100.00"), part("q2.csv", "250.00")),
    );
    expect(problem.came).toContain("one would replace rows of another");
    expect(problem.details!.join()).toMatch(/^50 rows \(£5,000[.]00\) of .*q1[.]csv$/);
    expect(await held()).toEqual({ n: 0, pounds: 0 });
  });

  it("are refused also where they are sums of instalments", async () => {
    bench.write("maps/sums.yaml", SUMS);
    const options = { mappings: mappingsOf(`${bench.folder}/maps`) };
    const files = [part("q1.csv", "100.00"), part("q2.csv", "250.00")];
    const { problem } = await refusal(bench.loadWith(options, ...files));
    expect(problem.came).toContain("one would replace rows of another");
  });

  it("replace each other from call to call, and that is said with its pounds", async () => {
    await bench.load(part("q1.csv", "100.00"));
    const { notes } = await bench.load(part("q2.csv", "250.00"));
    expect(Object.values(notes).flat()).toContainEqual(
      expect.stringMatching(
        /^replaces 50 rows \(£5,000[.]00\) of load 1 .*the same authority_code, child_id.*vsend unload 2 --reason/,
      ),
    );
    expect(await held()).toEqual({ n: 50, pounds: 12_500 });
  });

  it("say nothing where no row is the same, or where the loader of one file has changed", async () => {
    await bench.load(part("q1.csv", "100.00"));
    const other = bench.write(
      "q2.csv",
      spendCsv(
        instalments(50, 1, "5.00").map(([a, c, , k, n]) => [a, c, "2025-26", k, n]) as never,
      ),
    );
    const said = Object.values((await bench.load(other)).notes).flat();
    expect(said.filter((note) => note.startsWith("replaces"))).toEqual([]);
    await bench.warehouse.run("update loads set contract_sha256 = 'before' where load_id = 1");
    const again = Object.values((await bench.load(`${bench.folder}/q1.csv`)).notes).flat();
    expect(again.filter((note) => note.startsWith("replaces"))).toEqual([]);
  });
});

describe("a row of totals", () => {
  it.each([
    "Total",
    "TOTAL",
    "Grand total",
    "Sub-total",
    "subtotal",
    "Totals 2024-25",
    "All pupils",
    "Sum",
    "Average",
  ])("whose child is %s is refused", async (word) => {
    const rows = [
      ...instalments(40, 1, "100.00"),
      ["X10000001", word, "2024-25", "top_up", "4000"],
    ];
    const { loaded } = await bench.load(bench.write("spend.csv", spendCsv(rows as never)));
    expect(loaded.map(({ rows_loaded, rows_rejected }) => [rows_loaded, rows_rejected])).toEqual([
      [40, 1],
    ]);
    expect(await held()).toEqual({ n: 40, pounds: 4000 });
  });

  it.each(["T0TAL9", "Totnes-1", "Summer 4", "Allen", "M4"])(
    "is not seen in the number %s",
    async (number) => {
      const rows = [
        ...instalments(40, 1, "100.00"),
        ["X10000001", number, "2024-25", "top_up", "9"],
      ];
      const { loaded } = await bench.load(bench.write("spend.csv", spendCsv(rows as never)));
      expect(loaded[0]!.rows_loaded).toBe(41);
    },
  );
});

it.each(["£ 1,234.56", "(£ 1,234.56)", "£\u00a01,234.56", "£ -1,234.56", "( £1,234.56 )"])(
  "%s is an amount, as accounting formats show it",
  async (amount) => {
    const rows = [["X10000001", "T1", "2024-25", "top_up", amount]];
    await bench.load(bench.write("spend.csv", spendCsv(rows as never)));
    expect(Math.abs((await held()).pounds)).toBe(1234.56);
    expect((await held()).pounds < 0).toBe(/[(-]/.test(amount));
  },
);
