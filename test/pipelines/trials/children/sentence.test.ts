import { describe, expect, test } from "vitest";
import {
  type Comparison,
  grade,
  sentence,
} from "../../../../pipelines/trials/children/sentence.ts";

const base: Comparison = {
  estimate: -4,
  lower: -6,
  upper: -2,
  df: 8,
  trialMean: -7,
  comparisonMean: -3,
  trialAuthorities: 3,
  comparisonAuthorities: 12,
  minimumImportant: 3,
};

describe("grade", () => {
  test.each([
    ["evidence of a fall", {}],
    ["evidence of a rise", { estimate: 4, lower: 2, upper: 6 }],
    ["no evidence either way", { estimate: -1, lower: -3, upper: 1 }],
    ["no evidence either way", { estimate: 1, lower: 0, upper: 2 }],
    ["no evidence either way", { estimate: -4, lower: -9, upper: -0.4, decimals: 0 }],
    ["evidence of a fall", { estimate: -4, lower: -9, upper: -0.4, decimals: 1 }],
    ["no evidence either way", { estimate: 4, lower: 0.4, upper: 9, unit: "per cent of children" }],
    ["evidence of a rise", { estimate: 0.4, lower: 0.04, upper: 0.9, unit: "standard deviations" }],
    ["too few to say", { comparisonAuthorities: 3 }],
    ["too few to say", { trialAuthorities: 1 }],
    ["too few to say", { df: 1.9 }],
    ["too few to say", { lower: null, upper: null, df: null }],
    ["too few to say", { estimate: null }],
  ] as const)("is %s for %o", (expected, change) => {
    expect(grade({ ...base, ...change })).toBe(expected);
  });
});

describe("sentence", () => {
  test.each([{}, { estimate: 4, lower: 2, upper: 6 }, { unit: "per cent of children" }] as const)(
    "of a finding that is one of many never says chance is unlikely without saying so: %o",
    (change) => {
      const [alone, among] = [false, true].map((isOneOfMany) =>
        sentence({ ...base, ...change, isOneOfMany }),
      );
      expect(alone).toContain("Chance alone is unlikely to explain it");
      expect(alone).not.toContain("may stand out");
      expect(among).toContain("Chance alone is unlikely to explain it");
      expect(among).toContain("Of several such findings one may stand out by chance.");
    },
  );

  test("writes one point in the singular", () => {
    const words = sentence({
      ...base,
      estimate: 1,
      lower: -1,
      upper: 3,
      trialMean: -1,
      decimals: 0,
    });
    expect(words).toContain("fell by 1 point out of 100");
    expect(words).toContain("1 point in favour to 3 points against");
    expect(words).not.toContain("1 points");
  });

  test.each([0, 1] as const)(
    "gives no direction beside an interval in which nought is read, with %d decimals",
    (decimals) => {
      const ends = Array.from({ length: 41 }, (_, i) => (i - 20) / 20);
      for (const near of ends) {
        for (const [lower, upper] of [
          [near, 9],
          [-9, near],
        ] as const) {
          const words = sentence({
            ...base,
            estimate: (lower + upper) / 2,
            lower,
            upper,
            decimals,
          });
          const isNought =
            Number(Math.abs(near).toFixed(decimals)) === 0 || lower < 0 === upper > 0;
          expect(words.includes("Chance alone"), words).toBe(!isNought);
          if (Number(Math.abs(near).toFixed(decimals)) === 0)
            expect(words).toMatch(/interval .* (in favour|against)\)/);
        }
      }
    },
  );

  test("says size, interval and grade when needs fell more in the trial", () => {
    expect(sentence(base)).toBe(
      "Children’s needs fell by 7.0 points out of 100 in the three trial authorities and fell by 3.0 points in the 12 comparison authorities, a difference of 4.0 points in favour of the trial (95% interval 2.0 to 6.0 points). Chance alone is unlikely to explain it.",
    );
  });

  test.each([
    [
      0,
      -3,
      "did not change in the three trial authorities and fell by 3.0 points out of 100 in the 12",
    ],
    [
      -3,
      0.04,
      "fell by 3.0 points out of 100 in the three trial authorities and did not change in the 12",
    ],
    [0, 0, "did not change in the three trial authorities and did not change in the 12"],
  ])(
    "says of what a number is beside the number alone: %d and %d",
    (trialMean, comparisonMean, said) => {
      const words = sentence({ ...base, trialMean, comparisonMean });
      expect(words).toContain(`Children’s needs ${said} comparison authorities`);
      expect(words).not.toContain("change out of");
    },
  );

  test("says that it could be chance when the interval holds zero", () => {
    const text = sentence({ ...base, estimate: -1, lower: -3.5, upper: 1.5, trialMean: -4 });
    expect(text).toContain("(95% interval 3.5 points in favour to 1.5 points against)");
    expect(text).toMatch(/It could be chance\.$/);
  });

  test("says so when a difference that matters is unlikely", () => {
    expect(sentence({ ...base, estimate: -0.5, lower: -2, upper: 1 })).toMatch(
      /could be chance, and a difference that matters is unlikely\.$/,
    );
  });

  test("does not call a rise a success", () => {
    const text = sentence({ ...base, estimate: 4, lower: 2, upper: 6, trialMean: 1 });
    expect(text).toContain("rose by 1.0 points");
    expect(text).toContain(
      "a difference of 4.0 points against the trial (95% interval 2.0 to 6.0 points)",
    );
    expect(text).not.toMatch(/favour/);
  });

  test("gives no verdict when the comparison authorities are too few", () => {
    expect(sentence({ ...base, comparisonAuthorities: 3 })).toMatch(
      /^Cannot say: only three comparison authorities can be compared\. Children’s needs fell/,
    );
  });

  test("gives no figures at all when there is nothing to compare", () => {
    const text = sentence({
      ...base,
      estimate: null,
      trialAuthorities: 1,
      comparisonAuthorities: 2,
    });
    expect(text).toBe(
      "Cannot say: one trial authority and two comparison authorities cannot show whether children’s needs changed differently.",
    );
  });

  test("says that an adjusted difference is not that of the two means", () => {
    expect(sentence({ ...base, isAdjusted: true, estimate: -4.5 })).toContain(
      "a difference, allowing for first need, of 4.5 points in favour of the trial",
    );
  });

  test("does not word a placebo as the trial", () => {
    const text = sentence({
      ...base,
      isPlacebo: true,
      trialAuthorities: 1,
      comparisonAuthorities: 2,
      lower: null,
      upper: null,
      df: null,
    });
    expect(text).toBe(
      "Cannot say: there are few authorities on each side. Children’s needs fell by 7.0 points out of 100 in the one comparison authority standing in for the trial and fell by 3.0 points in the two other comparison authorities, a difference of 4.0 points in favour of the stand-in.",
    );
  });

  test("over the whole grid, its words agree with the sign, the interval and the grade", () => {
    for (const estimate of [-6, -2, -0.01, 0, 0.01, 2, 6]) {
      for (const half of [0.5, 3, 8]) {
        for (const comparisonAuthorities of [2, 3, 4, 30]) {
          for (const df of [2, 4, 20]) {
            const comparison = {
              ...base,
              estimate,
              lower: estimate - half,
              upper: estimate + half,
              df,
              comparisonAuthorities,
            };
            const text = sentence(comparison);
            const graded = grade(comparison);
            const claims = /unlikely to explain/.test(text);
            expect(claims).toBe(graded === "evidence of a fall" || graded === "evidence of a rise");
            if (claims) expect(Math.sign(estimate - half)).toBe(Math.sign(estimate + half));
            if (graded === "too few to say") expect(text).toMatch(/^Cannot say/);
            if (estimate <= -0.1) expect(text).toMatch(/points in favour of the trial \(/);
            if (estimate >= 0.1) expect(text).toMatch(/points against the trial \(/);
            if (Math.abs(estimate) < 0.05) expect(text).toContain(", no difference (");
            expect(text).toContain(Math.abs(estimate - half).toFixed(1));
            expect(text).toContain(Math.abs(estimate + half).toFixed(1));
          }
        }
      }
    }
  });
});
