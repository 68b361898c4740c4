import { describe, expect, it } from "vitest";
import {
  gradeOutcome,
  type OutcomeAnswer,
  outcomeSentence,
} from "../../../../pipelines/trials/authorities/sentence.ts";

const answer = (change: Partial<OutcomeAnswer> = {}): OutcomeAnswer => ({
  outcome: {
    title: "Plans",
    unit: "per cent of pupils",
    better: "lower",
    scale: "level",
    minimum_important_difference: 0.5,
    descriptive: false,
  },
  estimate: -1,
  lower: -1.6,
  upper: -0.4,
  df: 4.5,
  trialBefore: 3,
  trialAfter: 4,
  comparisonBefore: 3,
  comparisonAfter: 5,
  trialAuthorities: 3,
  comparisonAuthorities: 21,
  detectable: 0.9,
  partingMultiple: 1.5,
  reason: null,
  years: { before: ["2018", "2019"], after: ["2020", "2021"] },
  ...change,
});

/** Every number with a decimal that a sentence says, in order. */
const numbers = (text: string) => [...text.matchAll(/[0-9]+[.][0-9]/g)].map(([n]) => Number(n));

describe("the sentence of an outcome", () => {
  const intervals = [
    { lower: -1.6, upper: -0.4, grade: "evidence of a fall" },
    { lower: 0.4, upper: 1.6, grade: "evidence of a rise" },
    { lower: -0.6, upper: 1.4, grade: "no evidence either way" },
    { lower: -0.3, upper: 0.3, grade: "no evidence either way" },
    { lower: null, upper: null, grade: "too few to say" },
  ] as const;
  const sides = [
    { trialAuthorities: 3, comparisonAuthorities: 21, df: 4.5, isEnough: true },
    { trialAuthorities: 1, comparisonAuthorities: 21, df: 2.5, isEnough: false },
    { trialAuthorities: 3, comparisonAuthorities: 3, df: 2.5, isEnough: false },
    { trialAuthorities: 3, comparisonAuthorities: 21, df: 3.9, isEnough: false },
  ];
  for (const { lower, upper, grade } of intervals) {
    for (const { isEnough, ...side } of sides) {
      for (const better of ["lower", "higher", "neither"] as const) {
        const estimate = lower === null ? -1 : (lower + upper) / 2;
        const given = answer({
          lower,
          upper,
          estimate,
          ...side,
          outcome: { ...answer().outcome, better },
        });
        const expected = isEnough && lower !== null ? grade : "too few to say";
        it(`says ${expected} for ${lower} to ${upper}, ${side.trialAuthorities} against ${side.comparisonAuthorities}, df ${side.df}, ${better} is better`, () => {
          expect(gradeOutcome(given)).toBe(expected);
          const text = outcomeSentence(given);
          const ends = lower === null ? [] : [Math.abs(lower), Math.abs(upper)];
          const size = Number(Math.abs(estimate).toFixed(1));
          const said = text.replace(/^(A|Of a) true difference of.*? (in five|not matter)[.] /, "");
          expect(numbers(said).slice(0, 3 + ends.length)).toEqual([3, 4, size, ...ends]);
          const isFound = expected.startsWith("evidence");
          expect(text.includes("Chance alone is unlikely")).toBe(isFound);
          const among = outcomeSentence({ ...given, isOneOfMany: true });
          expect(among.includes("Of several such findings one may stand out by chance.")).toBe(
            isFound,
          );
          const isBetter = (better === "lower") === estimate < 0;
          expect(text.includes("for the better")).toBe(isFound && better !== "neither" && isBetter);
          expect(text.includes("for the worse")).toBe(isFound && better !== "neither" && !isBetter);
        });
      }
    }
  }

  it("says what would change it: a smaller difference unseen, or trends that parted", () => {
    expect(outcomeSentence(answer({ lower: -0.6, upper: 1.4, estimate: 0.4 }))).toContain(
      "A true difference of under 0.9 percentage points, 1.8 times the smallest that matters, would be missed more than one time in five.",
    );
    const ofFew = outcomeSentence(answer({ lower: -0.6, upper: 1.4, estimate: 0.4, df: 2 }));
    expect(ofFew).toContain(
      "Of a true difference of under 0.9 percentage points, 1.8 times the smallest that matters, the interval would include zero more than one time in five.",
    );
    const small = outcomeSentence(
      answer({ lower: -0.1, upper: 0.1, estimate: 0, df: 2, detectable: 0.1 }),
    );
    expect(small).toMatch(/^Cannot say: /);
    expect(outcomeSentence(answer())).toContain("parted by themselves 1.5 times as far");
  });

  it("says where its number is the mean of opposite differences", () => {
    const authorities = [
      { name: "Hertfordshire", estimate: -31 },
      { name: "Norfolk", estimate: 35 },
    ];
    expect(outcomeSentence(answer({ authorities }))).toContain(
      "That is the mean of opposite differences: Hertfordshire 31.0 less, Norfolk 35.0 more.",
    );
    const small = authorities.map((one) => ({ ...one, estimate: one.estimate / 100 }));
    expect(outcomeSentence(answer({ authorities: small }))).not.toContain("opposite");
  });

  it("gives growth in per cent, and a refusal with its reason", () => {
    const growth = outcomeSentence(
      answer({ outcome: { ...answer().outcome, scale: "log" }, estimate: 3.5, lower: 1, upper: 6 }),
    );
    expect(growth).toContain("3.5 per cent more than");
    expect(outcomeSentence(answer({ estimate: null, reason: "below_minimum_size" }))).toBe(
      "Cannot say of plans: there are too few years before the start to compare with.",
    );
    const outcome = { ...answer().outcome, title: "EHC plans" };
    expect(outcomeSentence(answer({ outcome, estimate: null }))).toMatch(
      /^Cannot say of EHC plans:/,
    );
  });

  it("names the years of each level, and counts them where some between have no figure", () => {
    expect(outcomeSentence(answer())).toContain(
      "rose from 3.0 per cent of pupils (mean of 2018 to 2019) to 4.0 (mean of 2020 to 2021)",
    );
    const years = { before: ["2018-19"], after: ["2019-20", "2020-21", "2022-23"] };
    expect(outcomeSentence(answer({ years }))).toContain(
      "rose from 3.0 per cent of pupils in 2018-19 to 4.0 (mean of 3 years from 2019-20 to 2022-23)",
    );
  });
});
