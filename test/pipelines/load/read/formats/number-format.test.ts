import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { numberText, shownBy } from "../../../../../pipelines/load/read/formats/number-format.ts";
import { makeBench } from "../../bench.ts";

const CASE = "../shared/cases/19-durations/support.xlsx";

describe("a number is given as its format shows it", () => {
  it.each([
    [46, undefined, "1.5", "36:00:00"],
    [164, "[h]:mm:ss", "2.25", "54:00:00"],
    [164, "[hh]:mm", "0.5", "12:00:00"],
    [164, "[h]:mm:ss;@", "0", "00:00:00"],
    [164, "[m]:ss", "1.5", "2160:00"],
    [164, "[ss]", "1.5", "129600"],
    [164, '[h]" hours"', "-0.25", "-06:00:00"],
    [164, "[Red][h]:mm", "1", "24:00:00"],
    [20, undefined, "0.75", "18:00:00"],
    [164, "h:mm", "1.5", "36:00:00"],
    [45, undefined, "0.5", "12:00:00"],
    [164, "[Red]0.0", "1.5", "1.5"],
    [164, "#,##0.00_);(#,##0.00)", "-250", "-250"],
    [14, undefined, "45688", "2025-01-31"],
  ])("%s %s of %s is %s", (id, code, stored, text) => {
    expect(numberText(stored, shownBy(id, code), false)).toBe(text);
  });

  it.skipIf(!existsSync(CASE))(
    "so durations never become days (where the case is at hand)",
    async () => {
      const bench = await makeBench();
      const problem = await bench.load(CASE).then(
        () => null,
        (error: { problem: { came: string; details: string[] } }) => error.problem,
      );
      bench.remove();
      expect(problem?.came).toBe("30 of 30 refused");
      expect(problem?.details[0]).toMatch(/^row 1: hours /);
    },
  );
});
