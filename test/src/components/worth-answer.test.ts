import { describe, expect, it } from "vitest";
import { worthAnswer } from "../../../src/components/value/answer.ts";

const answer = (
  effect: [number | null, number | null],
  cost: [number | null, number | null],
  is_judged = true,
) =>
  worthAnswer([
    {
      missing: "left out",
      is_judged,
      effect_lower: effect[0],
      effect_upper: effect[1],
      cost_lower_gbp: cost[0],
      cost_upper_gbp: cost[1],
    },
  ]);

describe("whether it was worth the money, in a word", () => {
  it("cannot be said where need could be the same, whatever it cost", () => {
    expect(answer([-8, 14], [-4100, 7500])).toEqual({
      word: "Cannot say",
      sentence: "The differences in need and in cost could both be chance.",
    });
    expect(answer([-8, 14], [100, 7500]).sentence).toMatch(/^Support was dearer in the trial, but/);
    expect(answer([-8, 14], [-900, -100]).sentence).toMatch(/^Support was cheaper/);
  });

  it("is said where need is told from none, with what it cost", () => {
    expect(answer([1, 4], [100, 900])).toEqual({
      word: "Better",
      sentence: "Needs fell more in the trial, for more money.",
    });
    expect(answer([1, 4], [-900, -100]).sentence).toMatch(/for less money/);
    expect(answer([1, 4], [-100, 100]).sentence).toMatch(/could be the same/);
    expect(answer([-4, -1], [100, 900])).toEqual({
      word: "Worse",
      sentence: "Needs fell less in the trial, for more money.",
    });
  });

  it("cannot be said of too few councils, whatever their intervals", () => {
    for (const ends of [
      [1, 4],
      [-4, -1],
      [-1, 4],
    ] as [number, number][])
      expect(answer(ends, [100, 900], false)).toEqual({
        word: "Cannot say",
        sentence: "The councils are too few to tell a difference in need or in cost from chance.",
      });
  });

  it("cannot be said where either is not known, or nothing is", () => {
    expect(answer([null, null], [100, 900]).word).toBe("Cannot say");
    expect(answer([1, 4], [null, null]).word).toBe("Cannot say");
    expect(worthAnswer([]).word).toBe("Cannot say");
  });
});
