import { describe, expect, it } from "vitest";
import {
  shortEnough,
  VERDICTS,
  type Verdict,
  verdictOf,
} from "../../../../pipelines/measures/headlines/verdict.ts";

type Given = Parameters<typeof verdictOf>[0];

describe("a verdict in a word", () => {
  it.each<[Verdict, Given]>([
    ["Better", { grade: "evidence of a fall", estimate: -2, better: "lower" }],
    ["Worse", { grade: "evidence of a fall", estimate: -2, better: "higher" }],
    ["Worse", { grade: "evidence of a rise", estimate: 2, better: "lower" }],
    ["Better", { grade: "evidence of a rise", estimate: 2, better: "higher" }],
    ["No difference seen", { grade: "no evidence either way", estimate: 0.1, better: "lower" }],
    ["Too soon", { grade: "too few to say", estimate: -2, better: "lower" }],
    ["Cannot say", { grade: "too few to say", estimate: null, better: "lower" }],
    ["Cannot say", { grade: "evidence of a fall", estimate: -2, better: "neither" }],
  ])("is %s of %j", (word, given) => {
    expect(verdictOf(given)).toBe(word);
    expect(VERDICTS).toContain(word);
  });

  it("comes with the first sentence that is short enough, else with the last", () => {
    const long = "word ".repeat(26).trim();
    expect(shortEnough(long, "Short enough.")).toBe("Short enough.");
    expect(shortEnough("Short.", long)).toBe("Short.");
    expect(shortEnough(long, long.slice(5))).toBe(long.slice(5));
  });
});
