import { beforeAll, describe, expect, it } from "vitest";
import { spaced } from "../../../../pipelines/measures/shared/spaced.ts";
import { held, journeyOf } from "../journey-sample.ts";

describe("how long children wait, in the committed sample", () => {
  let journey: Awaited<ReturnType<typeof journeyOf>>;
  beforeAll(async () => {
    journey = await journeyOf(2027);
  });

  it("finds the planted chance of a plan within 20 weeks in every authority", () => {
    expect(held(journey).ofPlans).toEqual([true, true, true, true, true, true]);
  });

  it("counts those who still wait: the share of the finished alone would be wrong", () => {
    const row = journey.waits.find(
      (one) => one.authority_code === "all" && one.wait === "plan" && one.week === 20,
    )!;
    const of = journey.truth.requests;
    const requests = of.reduce((sum, one) => sum + one.requests, 0);
    const late = of.reduce((sum, one) => sum + (1 - one.within_20_weeks) * one.requests, 0);
    expect(Math.abs(row.waiting_share! - (100 * late) / requests)).toBeLessThan(4);
  });

  it("finds the planted chance of being tried in mainstream within a year", () => {
    expect(held(journey).tried).toBe(true);
  });

  it("hides curves of fewer than 30, and says no number of 1 to 4", () => {
    for (const row of journey.waits) {
      if (row.child_count === null) expect(row.symbol).toBe("c");
      else expect(row.child_count).toBeGreaterThanOrEqual(30);
      if (row.waiting_share === null) expect([row.lower, row.upper]).toEqual([null, null]);
      else expect(row.at_risk).toBeGreaterThanOrEqual(10);
    }
  });
});

describe("points of a curve", () => {
  const of = (counts: readonly number[], whole: number) =>
    spaced(counts, (count) => count, { whole, fewest: 5 });

  it("are shown where five or more lie between them, those that matter first", () => {
    expect(of([20, 22, 10, 26, 6], 40)).toEqual([20, 10, 26]);
  });

  it("are not shown where fewer than five came before, or are left", () => {
    expect(of([3, 37, 36, 5], 40)).toEqual([5]);
    expect(of([40, 0], 40)).toEqual([40, 0]);
  });
});
