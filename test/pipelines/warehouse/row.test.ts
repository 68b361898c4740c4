import { describe, expect, it } from "vitest";
import { namedRow, toShownValue } from "../../../pipelines/warehouse/row.ts";

describe("a whole number that JavaScript cannot hold exactly", () => {
  const names = ["n", "one"];
  const values = [18446744073709551615n, 1n];

  it("is refused where the program would go on with it", () => {
    expect(() => namedRow(names, values)).toThrow("too large to hold exactly");
  });

  it("is shown by its digits to who asks", () => {
    expect(namedRow(names, values, toShownValue)).toEqual({ n: "18446744073709551615", one: 1 });
  });
});

it("keeps a column whatever its name", () => {
  expect(Object.entries(namedRow(["__proto__", "a"], [1, 2]))).toEqual([
    ["__proto__", 1],
    ["a", 2],
  ]);
});
