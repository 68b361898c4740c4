import { describe, expect, it } from "vitest";
import { worthInWords } from "../../../src/components/value/worth.ts";

const points = (...chances: number[]) =>
  chances.map((probability, i) => ({ worth: 1000 * i, probability }));

describe("from which worth of a point on a trial was worth its cost", () => {
  it("is told where the chance is as sure as an interval", () => {
    expect(worthInWords(points(20, 60, 96, 99), true)).toMatch(/^From £2,000 a point on/);
    expect(worthInWords(points(1, 2, 4, 5), true)).toMatch(/^It was not worth its cost/);
    expect(worthInWords(points(20, 60), true)).toMatch(/^It cannot be told/);
  });

  it("is never told of too few councils, however large the chance", () => {
    for (const chances of [points(20, 60, 96, 99), points(1, 2, 4, 5), points(20, 60)])
      expect(worthInWords(chances, false)).toMatch(/^The councils are too few to say whether/);
  });
});
