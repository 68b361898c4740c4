import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PlanRequest,
  planDeadline,
  planTimeliness,
  planTimes,
} from "../../../pipelines/statistics/plan-timeliness.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const day = (date: string) => Date.parse(date) / 86_400_000;
const year = { from: day("2024-01-01"), to: day("2024-12-31"), asAt: day("2024-12-31") };
const request = (received: string, issued: string | null, isException = false): PlanRequest => ({
  received: day(received),
  issued: issued === null ? null : day(issued),
  isException,
});

describe("the 20-week measure", () => {
  it("counts the deadline day as in time and the day after as late", () => {
    expect(planDeadline(day("2024-01-10"))).toBe(day("2024-05-29"));
    const result = expectValue(
      planTimeliness(
        [request("2024-01-10", "2024-05-29"), request("2024-01-10", "2024-05-30")],
        year,
      ),
    );
    expect([result.withinLimit, result.overLimitTo52Weeks]).toEqual([1, 1]);
    expect(result.share!.value).toBe(0.5);
  });

  it("leaves exceptions out of the headline only, and issue days after the as-at day unknown", () => {
    const result = expectValue(
      planTimeliness(
        [
          request("2024-01-01", "2024-03-01", true),
          request("2024-01-01", "2024-03-01"),
          request("2022-11-01", "2024-03-01"),
          request("2024-01-01", "2025-02-01"),
          request("2024-12-01", null),
          request("2023-02-01", "2023-06-01"),
        ],
        year,
      ),
    );
    expect(result).toMatchObject({
      issued: 3,
      issuedWithoutExceptions: 2,
      withinLimit: 1,
      withinLimitOfAll: 2,
      over52Weeks: 1,
      open: 2,
      openOverLimit: 1,
    });
  });

  it("leaves out and counts a plan issued before it was asked for, and gives no share of none", () => {
    const result = expectValue(planTimeliness([request("2024-03-01", "2024-02-01")], year));
    expect(result).toMatchObject({ issued: 0, rejected: 1, share: null, medianDays: null });
    expect(planTimeliness([], { ...year, to: year.from - 1 }).reason).toBe("invalid_input");
  });

  it("splits headline plans into in time, late and over a year", () => {
    const requests = fc.array(
      fc.record({
        received: fc.integer({ min: 19_000, max: 20_088 }),
        issued: fc.option(fc.integer({ min: 19_000, max: 20_500 })),
        isException: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(requests, (given) => {
        const r = expectValue(planTimeliness(given, year));
        expect(r.withinLimit + r.overLimitTo52Weeks + r.over52Weeks).toBe(
          r.issuedWithoutExceptions,
        );
        expect(r.openOverLimit).toBeLessThanOrEqual(r.open);
        const times = planTimes(given, year.asAt);
        expect(times.every(({ time }) => time >= 0)).toBe(true);
        expect(times.filter(({ event }) => !event)).toHaveLength(r.open);
      }),
    );
  });
});
