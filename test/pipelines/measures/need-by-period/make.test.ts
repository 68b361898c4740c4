import { describe, expect, it } from "vitest";
import {
  type Measure,
  type MonthOf,
  needByPeriod as withNoise,
} from "../../../../pipelines/measures/need-by-period/make.ts";
import { quiet } from "../../disclosure/quiet.ts";

const needByPeriod = (some: readonly MonthOf[], measure: Measure) =>
  withNoise(some, measure, quiet);

const month = (i: number) =>
  `${2023 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`;
/** Months with means that go up and down by one about 40. */
const months = (count: number, n = 40) =>
  Array.from({ length: count }, (_, i) => ({
    month: month(i),
    n,
    marks: "1",
    sum: n * (40 + (i % 2 ? 1 : -1)),
  }));

describe("need by period", () => {
  it("charts months where they have enough children, and marks a month outside the limits", () => {
    const some = months(24);
    some[20] = { ...some[20]!, sum: 40 * 60 };
    const rows = needByPeriod(some, "first need");
    expect(rows).toHaveLength(24);
    expect(rows[0]).toMatchObject({
      period_kind: "month",
      period: "2023-01-01",
      child_count: 40,
      value: 39,
      is_trial: false,
    });
    expect(
      rows
        .filter(({ cause }) => cause !== null)
        .map(({ period, cause, variation }) => [period, cause, variation]),
    ).toEqual([["2024-09-01", "outside", "high"]]);
  });

  it("calls a lower change better, and a higher one a concern", () => {
    const some = months(24).map((row) => ({ ...row, sum: row.sum - 40 * 45 }));
    some[20] = { ...some[20]!, sum: -40 * 30 };
    expect(needByPeriod(some, "change")[20]).toMatchObject({
      cause: "outside",
      variation: "improvement",
    });
  });

  it("takes quarters where months have too few, and keeps every child", () => {
    const some = months(36, 12);
    const rows = needByPeriod(some, "first need");
    expect(rows).toHaveLength(12);
    expect(rows[1]).toMatchObject({
      period_kind: "quarter",
      period: "2023-04-01",
      child_count: 36,
      is_trial: true,
    });
    expect(rows.reduce((sum, row) => sum + row.child_count, 0)).toBe(36 * 12);
  });

  it("keeps a place for a month without children, and draws no limits for a short series", () => {
    const rows = needByPeriod([months(1)[0]!, ...months(12).slice(2)], "first need");
    expect(rows[1]).toMatchObject({ period: "2023-02-01", child_count: 0, value: null });
    expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(["too_few_periods"]));
    expect(rows[0]).toMatchObject({ mean: null, lower: null, cause: null, value: 39 });
  });
});
