import { describe, expect, it } from "vitest";
import { toRow, toShownRow } from "../../../pipelines/warehouse/row.ts";

describe("a whole number that JavaScript cannot hold exactly", () => {
  const row = { n: 18446744073709551615n, one: 1n };

  it("is refused where the program would go on with it", () => {
    expect(() => toRow(row)).toThrow("too large to hold exactly");
  });

  it("is shown by its digits to who asks", () => {
    expect(toShownRow(row)).toEqual({ n: "18446744073709551615", one: 1 });
  });
});
