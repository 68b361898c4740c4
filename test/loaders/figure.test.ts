import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFigure, statistic } from "../../loaders/contract/figure.ts";
import { stem } from "../../pipelines/load/recognise/unnamed-columns.ts";
import { isUnknownSql, numberSql, symbolSql } from "../../pipelines/warehouse/figure-sql.ts";
import { quote } from "../../pipelines/warehouse/sql.ts";
import { emptyWarehouse } from "./published.ts";

describe("a published figure", () => {
  it.each([
    ["1e+05", 100000],
    ["3e3", 3000],
    ["2.5999E4", 25999],
    ["12.5%", 12.5],
    ["1,204", 1204],
    ["1\u00a0204", 1204],
    ["£1,234.50", 1234.5],
    ["(250.00)", -250],
    ["\u22123.5", -3.5],
    ["\u2013£12", -12],
    ["-0", 0],
    ["[c]", "c"],
    ["[low]", "low"],
    ["C", "c"],
    ["<5", "c"],
    ["*", "c"],
    ["~", "low"],
    ["k", "low"],
    [":", "x"],
    ["..", "x"],
    ["\u2013", "x"],
    ["N/A", "x"],
    ["#N/A", "x"],
    ["", "x"],
    ["-99", null],
    ["12,04", null],
    ["about 5", null],
    ["(5", null],
    ["inf", null],
    ["1_000", null],
  ])("%s is read as %s", (text, expected) => {
    const figure = readFigure(text);
    expect(
      figure.kind === "number" ? figure.value : figure.kind === "symbol" ? figure.symbol : null,
    ).toBe(expected);
    if (text !== "") expect(statistic().safeParse(text).success).toBe(expected !== null);
  });

  it("is read alike by SQL, whatever the text", async () => {
    const { warehouse } = await emptyWarehouse();
    const marks = fc.constantFrom(
      ..."0123456789.,-+eE%£()[]<>~:*cxzulowkKNA/# \t\u00a0\u202f\u2009\ufeff\u2212\u2013\u2014_'",
    );
    const text = fc.oneof(
      fc.string({ unit: marks, maxLength: 9 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer().map((n) => n.toLocaleString("en-GB")),
      fc.constantFrom("-99", "n/a", "NULL", "[X]", "<10", "LOW", "(1,000)", "1e99", "-1e-99"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 100, maxLength: 200 }), async (cells) => {
        const rows = await warehouse.rows<{ n: number | null; s: string | null; u: boolean }>(
          `select ${numberSql("cell")} as n, ${symbolSql("cell")} as s, ${isUnknownSql("cell")} as u from (select unnest([${cells.map(quote).join(", ")}]) as cell)`,
        );
        expect(rows.map(({ n, s, u }) => ({ n: n === null ? null : n + 0, s, u }))).toEqual(
          cells.map((cell) => {
            const figure = readFigure(cell);
            return {
              n: figure.kind === "number" ? figure.value : null,
              s: figure.kind === "number" ? null : figure.kind === "symbol" ? figure.symbol : "x",
              u: figure.kind === "unknown",
            };
          }),
        );
      }),
      { numRuns: 20 },
    );
  });
});

it("a file is known by one name, packed or not", () => {
  for (const name of ["a b.csv", "a b.csv.gz", "x/a b.ods.gz", "a b.xlsx", "A.zip/a b.meta.csv"])
    expect(stem(name)).toBe("a b");
});
