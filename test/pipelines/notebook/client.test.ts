import { describe, expect, it } from "vitest";
import { formsOf } from "../../../pipelines/notebook/client/charts.ts";
import {
  type Column,
  compare,
  shown,
  summary,
} from "../../../pipelines/notebook/client/columns.ts";
import { sqlFault } from "../../../pipelines/notebook/client/sql-fault.ts";

const column = (kind: Column["kind"], values: unknown[]): Column => ({ name: "c", kind, values });

describe("an answer's columns", () => {
  it("are summed up in a line each", () => {
    expect(summary(column("number", [2, null, -1.23456]))).toBe("-1.235 to 2, 1 blank");
    expect(summary(column("text", ["a", "b", "a"]))).toBe("2 values");
    expect(summary(column("yes or no", [true, false, true]))).toBe("2 yes");
    expect(summary(column("day", [Date.UTC(2024, 0, 31), Date.UTC(2023, 0, 1)]))).toBe(
      "2023-01-01 to 2024-01-31",
    );
    expect(summary(column("number", [null]))).toBe("0 values, 1 blank");
  });

  it("are sorted with blanks last, whichever way", () => {
    const sorted = (values: unknown[], isDown: boolean) =>
      values.toSorted((a, b) => compare(a, b, isDown));
    expect(sorted([3, null, 10, 2], false)).toEqual([2, 3, 10, null]);
    expect(sorted([3, null, 10, 2], true)).toEqual([10, 3, 2, null]);
    expect(sorted(["b", null, "a"], true)).toEqual(["b", "a", null]);
  });

  it("are shown without losing what is small or large", () => {
    expect(shown(0.00012345, "number")).toBe("0.00012345");
    expect(shown(123456789, "number")).toBe("123456789");
    expect(shown(1.23456, "number")).toBe("1.235");
    expect(shown(Date.UTC(2024, 0, 1, 10, 5), "day")).toBe("2024-01-01 10:05:00");
    expect(shown(null, "text")).toBe("");
  });

  it("allow the charts of their kinds, as code that names them safely", () => {
    const names = (...kinds: Column["kind"][]) =>
      formsOf(
        "rows",
        kinds.map((kind, i) => ({ name: `c${i}`, kind })),
      ).map(({ name }) => name);
    expect(names("text", "number")).toEqual(["Bars", "Distribution", "Counts"]);
    expect(names("day", "number")).toEqual(["Lines", "Distribution"]);
    expect(names("number", "number")).toEqual(["Dots", "Distribution"]);
    expect(names("yes or no")).toEqual([]);
    const [bars] = formsOf("rows", [
      { name: 'a"b', kind: "text" },
      { name: "n", kind: "number" },
    ]);
    expect(bars!.code).toContain('y: "a\\"b"');
  });
});

describe("a fault that DuckDB found", () => {
  const said = (line: string, column: number, n = 1) =>
    `Expected a query that DuckDB can answer; got Binder Error: no\n\nLINE ${n}: ${line}\n${" ".repeat(`LINE ${n}: `.length + column)}^.`;

  it("is marked at its word", () => {
    const text = "select a,\n  wrong from t";
    expect(sqlFault(said("  wrong from t", 2, 2), text)).toEqual({ at: 12, to: 17 });
  });

  it("is marked as the whole line where the line asked was another: it has an input, or was cut", () => {
    const text = `select a\nwhere b > \${least} and wrong`;
    expect(sqlFault(said("where b > $1 and wrong", 17, 2), text)).toEqual({
      at: 9,
      to: text.length,
    });
    expect(sqlFault("Expected something else", text)).toBeNull();
    expect(sqlFault(said("x", 0, 9), text)).toBeNull();
  });
});
