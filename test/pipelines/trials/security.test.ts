import { describe, expect, it } from "vitest";
import { LOST, type SecurityFacts, securityOf } from "../../../pipelines/trials/shared/security.ts";

const facts = (change: Partial<SecurityFacts> = {}): SecurityFacts => ({
  isRegisteredBefore: true,
  detectable: 0.9,
  minimumImportant: 1,
  isJudged: true,
  lost: 0.05,
  lostOf: LOST.authorities,
  imbalance: 0.1,
  threats: [],
  ...change,
});
const grade = (change: Partial<SecurityFacts>) => securityOf(facts(change)).grade;

describe("how secure a finding is", () => {
  it("is no more than its design allows, however large it is", () => {
    expect(grade({})).toBe(3);
    expect(grade({ isRegisteredBefore: false })).toBe(2);
    expect(grade({ detectable: 0.01, lost: 0 })).toBe(3);
  });

  it("is the least of design, power and attrition", () => {
    expect([1, 1.5, 2, 3, 5, 5.1].map((detectable) => grade({ detectable }))).toEqual([
      3, 3, 3, 2, 1, 0,
    ]);
    expect([0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((lost) => grade({ lost }))).toEqual([
      3, 3, 3, 2, 1, 0,
    ]);
    expect(grade({ detectable: null })).toBe(0);
    expect(grade({ lost: null })).toBe(0);
  });

  it("loses one where the sides began unlike, and one or two by threats, and is never below 0", () => {
    expect(grade({ imbalance: -0.3 })).toBe(2);
    expect(grade({ threats: ["a"] })).toBe(2);
    expect(grade({ threats: ["a", "b", "c"] })).toBe(1);
    expect(grade({ imbalance: 1, threats: ["a", "b", "c"], detectable: 4 })).toBe(0);
  });

  it("has no power where so few are compared that no verdict can come of it", () => {
    for (const detectable of [null, 0.01, 0.9, 4]) {
      const { grade: secure, words } = securityOf(facts({ detectable, isJudged: false }));
      expect(secure).toBe(0);
      expect(words).toContain("power 0 (so few give no verdict, whatever the difference");
      expect(words.includes("the interval would include zero more than one time in five")).toBe(
        detectable !== null,
      );
      expect(words).not.toContain("have found");
    }
  });

  it("says what it is made of", () => {
    expect(securityOf(facts({ detectable: 2.5, threats: ["the start is assumed"] })).words).toBe(
      "1 of 5: the least of design 3 (not drawn by lot), power 2 (would have found 2.5 times the smallest that matters four times in five), attrition 5 (5 in 100 of authorities lost, on the side that lost more); less for the start is assumed",
    );
  });
});
