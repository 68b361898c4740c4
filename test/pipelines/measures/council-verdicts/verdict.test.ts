import { describe, expect, it } from "vitest";
import {
  standingSentence,
  standingVerdict,
} from "../../../../pipelines/measures/council-verdicts/verdict.ts";

const rules = { clear: 8, fewest: 5, ahead: 3 };
const figure = (behind: number, ahead: number, neighbours = 10) => ({ neighbours, behind, ahead });
const [better, worse, alike] = [figure(9, 1), figure(1, 8), figure(5, 5)];
const word = (...rows: ReturnType<typeof figure>[]) => standingVerdict(rows, rules).word;

describe("how a council stands beside its neighbours", () => {
  it("is better or worse where three more figures are clearly so", () => {
    expect(word(better, better, better, alike, alike)).toBe("Better");
    expect(word(better, better, better, worse, alike)).toBe("Much alike");
    expect(word(worse, worse, worse, worse, better)).toBe("Worse");
    expect(word(alike, alike, alike, alike, alike)).toBe("Much alike");
  });

  it("turns about when better and worse change places", () => {
    const rows = [better, better, better, better, worse, alike];
    const turned = rows.map(({ neighbours, behind, ahead }) => figure(ahead, behind, neighbours));
    expect(word(...rows)).toBe("Better");
    expect(word(...turned)).toBe("Worse");
  });

  it("cannot be said of few figures, nor of those that few neighbours have", () => {
    expect(word(better, better, better, better)).toBe("Cannot say");
    const alone = figure(7, 0, 7);
    expect(standingVerdict([alone, alone, alone, alone, alone], rules)).toEqual({
      word: "Cannot say",
      known: 0,
      better: 0,
      worse: 0,
    });
  });

  it("is a sentence of at most 25 words", () => {
    const onTime = { period: "2024", value: 56.3 };
    for (const rows of [[], Array(10).fill(better), Array(10).fill(worse)]) {
      const sentence = standingSentence(standingVerdict(rows, rules), onTime);
      expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(25);
    }
    expect(standingSentence(standingVerdict(Array(10).fill(better), rules), onTime)).toBe(
      "Of 10 measures it is clearly better than its neighbours on 10 and clearly worse on 0; 56.3% of plans were on time in 2024.",
    );
  });
});
