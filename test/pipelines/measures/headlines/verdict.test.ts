import { describe, expect, it } from "vitest";
import {
  shortEnough,
  VERDICTS,
  type Verdict,
  verdictOf,
} from "../../../../pipelines/measures/headlines/verdict.ts";

import { outcomeSentence } from "../../../../pipelines/trials/authorities/sentence.ts";
import { sentence } from "../../../../pipelines/trials/children/sentence.ts";
import { CANNOT_SAY } from "../../../../pipelines/trials/shared/cannot-say.ts";

type Given = Parameters<typeof verdictOf>[0];

describe("a verdict in a word", () => {
  it.each<[Verdict, Given]>([
    ["Better", { grade: "evidence of a fall", estimate: -2, better: "lower" }],
    ["Worse", { grade: "evidence of a fall", estimate: -2, better: "higher" }],
    ["Worse", { grade: "evidence of a rise", estimate: 2, better: "lower" }],
    ["Better", { grade: "evidence of a rise", estimate: 2, better: "higher" }],
    ["No difference seen", { grade: "no evidence either way", estimate: 0.1, better: "lower" }],
    ["Cannot say", { grade: "too few to say", estimate: -2, better: "lower" }],
    ["Cannot say", { grade: "too few to say", estimate: null, better: "lower" }],
    ["Cannot say", { grade: "evidence of a fall", estimate: -2, better: "neither" }],
  ])("is %s of %j", (word, given) => {
    expect(verdictOf(given)).toBe(word);
    expect(VERDICTS).toContain(word);
  });

  it("is one word wherever nothing may be said, of councils, children and settings alike", () => {
    const few = { estimate: -2, lower: -3, upper: -1, df: 2.1 };
    const sides = { trialAuthorities: 3, comparisonAuthorities: 21 };
    const said = [
      sentence({ ...few, ...sides, trialMean: -3, comparisonMean: -1, minimumImportant: 1 }),
      outcomeSentence({
        ...{ ...few, ...sides, detectable: null, partingMultiple: null, reason: null },
        years: { before: ["2019"], after: ["2020"] },
        ...{ trialBefore: 5, trialAfter: 3, comparisonBefore: 5, comparisonAfter: 5 },
        outcome: {
          ...{ title: "Plans", unit: "points", better: "lower", scale: "level" },
          ...{ minimum_important_difference: 1, descriptive: false },
        },
      }),
    ];
    for (const text of said) expect(text.startsWith(`${CANNOT_SAY}: `)).toBe(true);
    expect(VERDICTS).toContain(CANNOT_SAY);
    expect(VERDICTS.join()).not.toMatch(/soon/i);
  });

  it("comes with the first sentence that is short enough, else with the last", () => {
    const long = "word ".repeat(26).trim();
    expect(shortEnough(long, "Short enough.")).toBe("Short enough.");
    expect(shortEnough("Short.", long)).toBe("Short.");
    expect(shortEnough(long, long.slice(5))).toBe(long.slice(5));
  });
});
