import { describe, expect, test } from "vitest";
import type { ScoreTrust } from "../../../../pipelines/measures/score-trust/measure.ts";
import { statement } from "../../../../pipelines/measures/trust-statements/statement.ts";

const row = (some: Partial<ScoreTrust>): ScoreTrust => ({
  authority_code: "X1",
  authority_name: "Northmere",
  instrument: "a",
  version: "1",
  instrument_title: "A",
  threat: "lateness",
  part: "readings that came late",
  part_title: "readings that came late",
  domain: null,
  domain_title: null,
  domain_order: null,
  unit: "share",
  estimate: 0.4,
  lower: 0.31,
  upper: 0.5,
  expected: 0.25,
  bound_side: "above",
  child_count: 100,
  is_flagged: true,
  reason: null,
  symbol: null,
  as_of: "2026-08",
  ...some,
});

describe("what is said of a threat", () => {
  test("gives the figure, its interval, the children and what a flag means", () => {
    const said = statement("lateness", [row({})]);
    expect(said.looked).toContain("393 days");
    expect(said.found).toBe("Readings that came late: 40% (31% to 50%).");
    expect(said.sure).toContain("About 100 children");
    expect(said.meaning).toContain("more than a year");
    expect(said.is_flagged).toBe(true);
  });

  test("a figure within its bound is not called a fault", () => {
    const said = statement("lateness", [row({ is_flagged: false })]);
    expect(said.is_flagged).toBe(false);
    expect(said.meaning).not.toContain("more than a year");
  });

  test("a share whose interval reaches over its bound settles nothing", () => {
    const of = (lower: number, upper: number) =>
      statement("setting_change", [
        row({
          ...{ threat: "setting_change", part: "read twice at one setting", estimate: 0.71 },
          ...{ lower, upper, expected: 0.75, bound_side: "below", is_flagged: false },
        }),
      ]);
    expect(of(0.65, 0.77)).toMatchObject({ is_judged: true, is_settled: false });
    expect(of(0.65, 0.77).meaning).toContain("reaches over its bound");
    expect(of(0.75, 0.82)).toMatchObject({ is_judged: true, is_settled: true });
  });

  test("views agree only where the whole interval of the total does, and of few it is not said", () => {
    const of = (lower: number) =>
      statement("agreement", [
        row({
          ...{ threat: "agreement", unit: "agreement", part: "agreement with moderator" },
          ...{ domain: "total", estimate: 0.75, lower, upper: 0.9, expected: 0.6 },
          ...{ bound_side: "below", is_flagged: false },
        }),
      ]).meaning;
    expect(of(0.47)).toBe(
      "Those read by two do not settle whether it makes a difference who is asked.",
    );
    expect(of(0.6)).toBe(
      "The views that could be compared agree on the total by as much as they should.",
    );
  });

  test("no figure is neither good nor bad, and its reason is told", () => {
    const reason = "no change of funding of this authority is on record";
    const said = statement("funding_change", [
      row({ threat: "funding_change", estimate: null, reason, is_flagged: false }),
    ]);
    expect(said.found).toContain(reason);
    expect(said.sure).toContain("neither a good nor a bad sign");
    expect(said.is_flagged).toBe(false);
  });

  test("a hidden figure is said to be hidden, without its number", () => {
    const said = statement("lateness", [
      row({ estimate: null, lower: null, upper: null, child_count: null, symbol: "c" }),
    ]);
    expect(said.found).toContain("hidden so that no child can be identified");
    expect(said.found).not.toMatch(/\d/);
  });

  test("points of less need are said as less, and zero as no difference", () => {
    const of = (estimate: number) =>
      statement("setting_change", [
        row({ threat: "setting_change", unit: "points", estimate, lower: -8, upper: -2 }),
      ]).found;
    expect(of(-5)).toContain("5 points less (−8 to −2 points)");
    expect(of(1)).toContain("1 point more");
    expect(of(0)).toContain("no difference");
  });
});
