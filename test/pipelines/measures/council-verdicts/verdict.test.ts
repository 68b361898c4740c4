import { describe, expect, it } from "vitest";
import { calledByDealing } from "../../../../pipelines/measures/council-verdicts/dealt.ts";
import {
  type Pounds,
  spendingSentence,
} from "../../../../pipelines/measures/council-verdicts/spending.ts";
import {
  chanceOfWord,
  standingSentence,
  standingVerdict,
  waitingSentence,
} from "../../../../pipelines/measures/council-verdicts/verdict.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";

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

  it("has the chance of coming by luck alone, as dealing out places finds it", () => {
    const of = (n: number, neighbours = 10) => chanceOfWord(Array(n).fill({ neighbours }), rules);
    expect(of(4)).toBeNull();
    expect(of(10, 7)).toBeNull();
    const random = randomOf(15);
    for (const [n, neighbours] of [
      [10, 10],
      [9, 10],
      [6, 8],
    ] as const) {
      const deals = 20_000;
      let called = 0;
      for (let deal = 0; deal < deals; deal++) {
        const rows = Array.from({ length: n }, () => {
          const behind = Math.floor(random.uniform() * (neighbours + 1));
          return figure(behind, neighbours - behind, neighbours);
        });
        if (/Better|Worse/.test(word(...rows))) called += 1;
      }
      expect(Math.abs(of(n, neighbours)! - called / deals)).toBeLessThan(0.015);
    }
  });

  it("is called so by chance more often where figures go together", () => {
    const members = Array.from({ length: 11 }, (_, place) => `M${place}`);
    const dealt = (placeOf: (place: number, figure: number) => number) =>
      members.flatMap((member_code, place) =>
        Array.from({ length: 5 }, (_, n) => {
          const behind = placeOf(place, n);
          return { authority_code: "A", member_code, neighbours: 10, behind, ahead: 10 - behind };
        }),
      );
    // All figures alike: three of eleven pass eight others on each, and three are passed.
    expect(
      calledByDealing(
        dealt((place) => place),
        rules,
      ),
    ).toBeCloseTo(6 / 11);
    expect(
      calledByDealing(
        dealt((place, n) => (place + 4 * n) % 11),
        rules,
      ),
    ).toBeLessThan(6 / 11);
    expect(calledByDealing(dealt((place) => place).slice(0, 4), rules)).toBeNull();
  });

  it("is a sentence of at most 25 words", () => {
    for (const rows of [[], Array(10).fill(better), Array(10).fill(worse)]) {
      const sentence = standingSentence(standingVerdict(rows, rules));
      expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(25);
    }
    expect(standingSentence(standingVerdict(Array(10).fill(better), rules))).toBe(
      "Of 10 measures it is clearly better than its neighbours on 10 and clearly worse on 0.",
    );
  });
});

describe("where a council stands on waiting", () => {
  const onTime = { period: "2024", value: 56.34, neighbours: 10, behind: 7 };

  it("is its share of plans on time and the neighbours it is ahead of", () => {
    expect(waitingSentence(onTime)).toBe(
      "56.3% of plans were issued within 20 weeks in 2024, more than in 7 of its 10 neighbours.",
    );
  });

  it("names no neighbours where none has a share, and no share where there is none", () => {
    expect(waitingSentence({ ...onTime, neighbours: null, behind: null })).toBe(
      "56.3% of plans were issued within 20 weeks in 2024.",
    );
    expect(waitingSentence(undefined)).toBe("No share of plans issued on time is published.");
  });
});

describe("what a council spent", () => {
  const pounds = (
    kind: Pounds["kind"],
    financial_year: string,
    amount_gbp: number,
    planned: number | null = null,
  ): Pounds => ({
    ...{ authority_code: "E10000020", kind, financial_year, amount_gbp },
    planned_gbp: planned,
    over_plan_gbp: planned === null ? null : amount_gbp - planned,
    over_plan_share: planned === null ? null : 100 * (amount_gbp / planned - 1),
  });

  it("is the latest outturn, beside the plan for the same year", () => {
    const rows = [
      pounds("outturn", "2020-21", 80e6),
      pounds("budget", "2021-22", 89_400_000),
      pounds("outturn", "2021-22", 101_000_000, 89_400_000),
      pounds("budget", "2022-23", 120e6),
    ];
    expect(spendingSentence(rows)).toBe(
      "£101.0m on high needs in 2021-22, not counting places: £11.6m (13%) more than planned.",
    );
    expect(spendingSentence([...rows, pounds("outturn", "2022-23", 90e6, 120e6)])).toBe(
      "£90.0m on high needs in 2022-23, not counting places: £30.0m (25%) less than planned.",
    );
    expect(spendingSentence(rows.toReversed())).toBe(spendingSentence(rows));
  });

  it("says where there is no plan for that year, no outturn, or neither", () => {
    expect(spendingSentence([pounds("outturn", "2021-22", 1e6)])).toBe(
      "£1.0m on high needs in 2021-22, not counting places; its plan for that year is not published.",
    );
    expect(spendingSentence([pounds("budget", "2023-24", 1e6)])).toBe(
      "£1.0m planned for high needs in 2023-24, not counting places; what was spent is not published.",
    );
    expect(spendingSentence([])).toBe("No high needs spending is published.");
    expect(
      spendingSentence([
        pounds("outturn", "2021-22", 1e6, 1_040_000),
        pounds("budget", "2021-22", 1_040_000),
      ]),
    ).toBe("£1.0m on high needs in 2021-22, not counting places, as planned.");
  });
});
