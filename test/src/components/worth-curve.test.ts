// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { worthCurve, worthInWords } from "../../../src/components/value/worth.ts";

const points = (...chances: number[]) =>
  chances.map((probability, i) => ({ worth: 1000 * i, probability }));

describe("from which worth of a point on a trial was worth its cost", () => {
  it("is told where the chance is as sure as an interval", () => {
    expect(worthInWords(points(20, 60, 96, 99))).toMatch(/^From £2,000 a point on/);
    expect(worthInWords(points(1, 2, 4, 5))).toMatch(/^It was not worth its cost/);
    expect(worthInWords(points(20, 60))).toMatch(/^It cannot be told/);
  });

  it("is never told of too few councils, nor any chance of it", () => {
    const rows = points(20, 60, 96).map(({ worth, probability }) => ({
      ...{ evaluation: "a", worth_gbp: worth, probability, is_judged: false, symbol: null },
    }));
    const words = worthCurve(
      rows.map((row) => ({ ...row, probability: null })),
      { width: 800, root: "." },
    ).textContent!;
    expect(words).toContain("The councils are too few to say whether");
    expect(words).not.toMatch(/in 100/);
  });
});
