import { describe, expect, it } from "vitest";
import {
  describedBeside,
  describedFigure,
} from "../../../../src/components/evaluation/described.ts";

const row = (lower: number, upper: number, is_descriptive = true) => ({
  ...{ estimate: (lower + upper) / 2, lower, upper, is_descriptive },
});

describe("outcomes that are described and not judged", () => {
  it("are counted beside those judged, with the sides on which their intervals lie", () => {
    const rows = [row(5.9, 23.4), row(1, 2), row(-3, -1), row(-1, 1), row(4, 5, false)];
    expect(describedBeside(rows)).toBe(
      " Apart from these, 4 comparisons are described by a single year before the start, which is no test: the interval lies wholly above zero (more than elsewhere) in 2 and wholly below zero (less than elsewhere) in 1.",
    );
    expect(describedBeside([row(-1, 1)])).toContain("no test: every interval includes zero.");
  });

  it("are not spoken of where there are none, or none with a figure", () => {
    expect(describedBeside([row(4, 5, false)])).toBe("");
    expect(describedBeside([{ ...row(4, 5), estimate: null }])).toBe("");
  });

  it("have their figure in their own unit, and only they", () => {
    const outcome = { ...row(5.88, 23.36), estimate: 14.28, unit: "plans", scale: "log" };
    expect(describedFigure(outcome as never)).toBe("+14.3 per cent");
    expect(describedFigure({ ...outcome, is_descriptive: false } as never)).toBeNull();
  });
});
