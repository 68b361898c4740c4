import { describe, expect, test } from "vitest";
import { entriesInWords } from "../../../src/components/forecast/entries.ts";
import { goldenRows } from "./golden-rows.ts";

const entered = (period: string, all_count: number | null) =>
  ({
    authority_code: "X1",
    period,
    from_group: "entered",
    to_group: "mainstream",
    all_count,
  }) as never;

describe("entries that a forecast goes on from", () => {
  test("are said of each year, with that the latest may be too few", () => {
    const words = entriesInWords([entered("2024", 110), entered("2025", 90)], "X1");
    expect(words).toContain(
      "about 110 in the year to January 2025 and about 90 in the year to January 2026",
    );
    expect(words).toContain(
      "Of the latest year, those whose records are still to come are missing.",
    );
    expect(words).not.toContain("differ too much");
  });

  test("that are twice as many in one year as in another are said to be usual in neither", () => {
    const words = entriesInWords([entered("2024", 110), entered("2025", 15)], "X1");
    expect(words).toContain("These differ too much to call either usual");
  });

  test("of another council, or that are hidden, are not spoken of", () => {
    expect(entriesInWords([entered("2024", 110)], "X2")).toBe("");
    expect(entriesInWords([entered("2024", null)], "X1")).toBe("");
  });

  test("of the sample are those of the moves that are published", () => {
    const moves = goldenRows("placement-moves");
    const [code] = moves
      .filter((row) => row.authority_code !== "all")
      .map((row) => String(row.authority_code));
    const counts = moves
      .filter(
        (row) =>
          row.authority_code === code && row.from_group === "entered" && row.all_count !== null,
      )
      .map((row) => String(row.all_count));
    expect(counts.length).toBeGreaterThan(0);
    for (const count of counts)
      expect(entriesInWords(moves as never[], code!)).toContain(`about ${count} in`);
  });
});
