import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ScoringInstrument,
  scoreProfile,
} from "../../../pipelines/statistics/profile-score.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const item = (id: string, domain: string, reverse = false) => ({
  id,
  domain,
  min: 0,
  max: 4,
  reverse,
  weight: 1,
});

const instrument: ScoringInstrument = {
  polarity: "higher_is_more_need",
  items: [
    ...["a1", "a2", "a3", "a4"].map((id) => item(id, "a")),
    item("a5", "a", true),
    item("b1", "b"),
    item("b2", "b"),
    item("c1", "c"),
  ],
  domains: [
    { id: "a", weight: 2 },
    { id: "b", weight: 1 },
    { id: "c", weight: 1 },
  ],
  rules: { minItemShare: 0.5, minDomains: 2 },
};

const answers = (responses: Record<string, string>) =>
  Object.entries(responses).map(([id, response]) => ({ item: id, response }));

const worked = answers({ a1: "3", a2: "2", a3: "", a4: "4", a5: "1", b1: "2", b2: "2", c1: "" });

describe("the profile score", () => {
  it("scores the worked example: 75 and 15 raw prorated, total 66.67 without the third domain", () => {
    const { domains, totalPomp, domainsScored } = expectValue(scoreProfile(instrument, worked));
    expect(domains[0]).toMatchObject({ status: "prorated", pomp: 75, rawProrated: 15 });
    expect(domains[2]).toMatchObject({ status: "insufficient", pomp: null, rawProrated: null });
    expect(domainsScored).toBe(2);
    expect(totalPomp).toBeCloseTo(66.6667, 4);
  });

  it("tells a domain that does not apply from one with too few answers, and counts neither as 0", () => {
    const { domains, totalPomp } = expectValue(
      scoreProfile(instrument, answers({ b1: "na", b2: "na", c1: "4", a1: "4" })),
    );
    expect(domains.map(({ status }) => status)).toEqual([
      "insufficient",
      "not_applicable",
      "complete",
    ]);
    expect(totalPomp).toBeNull();
  });

  it("reports an answer outside the scale, and scores it as missing", () => {
    const { invalid, domains } = expectValue(
      scoreProfile(instrument, answers({ b1: "5", b2: "4", c1: "1.5" })),
    );
    expect(invalid).toEqual(answers({ b1: "5", c1: "1.5" }));
    expect(domains[1]).toMatchObject({ answered: 1, pomp: 100 });
  });

  it("refuses an item answered twice, even alike, and an item that cannot vary", () => {
    expect(scoreProfile(instrument, [...worked, worked[0]!]).reason).toBe("duplicate_answer");
    const broken = { ...instrument, items: [{ ...instrument.items[0]!, max: 0 }] };
    expect(scoreProfile(broken, []).reason).toBe("invalid_definition");
  });

  const profile = fc.tuple(
    ...instrument.items.map(({ id }) =>
      fc.record({
        item: fc.constant(id),
        response: fc.constantFrom("0", "1", "2", "3", "4", "", "na"),
      }),
    ),
  );

  it("does not depend on the order of answers, and shifts of the scale leave it alone", () => {
    fc.assert(
      fc.property(profile, fc.integer({ min: -3, max: 9 }), (given, shift) => {
        const score = expectValue(scoreProfile(instrument, given));
        expect(scoreProfile(instrument, [...given].reverse()).value?.totalNeed).toBe(
          score.totalNeed,
        );
        const moved = {
          ...instrument,
          items: instrument.items.map((i) => ({ ...i, min: i.min + shift, max: i.max + shift })),
        };
        const movedAnswers = given.map(({ item: id, response }) => ({
          item: id,
          response: /\d/.test(response) ? String(Number(response) + shift) : response,
        }));
        expect(expectValue(scoreProfile(moved, movedAnswers)).totalNeed).toBe(score.totalNeed);
        if (score.totalNeed !== null) {
          expect(score.totalNeed).toBeGreaterThanOrEqual(0);
          expect(score.totalNeed).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it("prorates a fully answered domain to its raw sum, and turns strengths into need", () => {
    const full = answers({
      a1: "3",
      a2: "0",
      a3: "1",
      a4: "4",
      a5: "4",
      b1: "1",
      b2: "2",
      c1: "3",
    });
    const score = expectValue(scoreProfile(instrument, full));
    expect(score.domains.map(({ rawProrated }) => rawProrated)).toEqual([8, 3, 3]);
    const strength = scoreProfile({ ...instrument, polarity: "higher_is_strength" }, full);
    expect(expectValue(strength).totalNeed).toBeCloseTo(100 - score.totalNeed!, 12);
    expect(score.peakDomain).toBe("c");
  });
});
