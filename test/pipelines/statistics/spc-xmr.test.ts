import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { xmr } from "../../../pipelines/statistics/spc-xmr.ts";

const dated = (values: readonly (number | null)[]) =>
  values.map((value, i) => ({
    date: new Date(Date.UTC(2022, i, 1)).toISOString().slice(0, 10),
    value,
  }));

describe("XmR chart", () => {
  it("gives the published example: upper limit 4.60 screened, 6.95 not", () => {
    const series = dated([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    const limit = (screenOutliers: boolean) =>
      expectValue(xmr(series, { screenOutliers })).segments[0]!.upper;
    expect(limit(true)).toBeCloseTo(4.6, 2);
    expect(limit(false)).toBeCloseTo(6.95, 2);
  });

  it("scales its limits with the units of the measure", () => {
    const value = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 13, maxLength: 30 }).filter((v) => new Set(v).size > 3),
        fc.integer({ min: 1, max: 50 }),
        (values, scale) => {
          const one = xmr(dated(values));
          const other = xmr(dated(values.map((v) => v * scale)));
          expect(other.reason).toBe(one.reason);
          if (one.reason !== null || other.reason !== null) return;
          const [a, b] = [one.value.segments[0]!, other.value.segments[0]!];
          expect(b.upper).toBeCloseTo(a.upper * scale, 6);
          expect(b.lower).toBeCloseTo(a.lower * scale, 6);
        },
      ),
    );
  });

  it("flags every member of a seven-point rise and of a run on one side", () => {
    const rise = dated([5, 3, 5, 3, 1, 2, 3, 4, 5, 6, 7, 4, 5, 4]);
    const { points } = expectValue(xmr(rise, { direction: "decrease" }));
    expect(points.map(({ signal }) => signal?.cause === "trend")).toEqual(
      rise.map((_, i) => i >= 4 && i <= 10),
    );
    expect(points[6]!.variation).toBe("concern");
  });

  it("takes no moving range across a missing month or a rebase", () => {
    const steps = [1, 2, 1, 2, 1, 2, null, 101, 102, 101, 102, 101, 102];
    const gap = expectValue(xmr(dated(steps)));
    expect(gap.segments[0]!.upper - gap.segments[0]!.mean).toBeCloseTo(2.66, 10);
    const rebased = expectValue(xmr(dated(steps), { rebaseOn: ["2022-08-01"] }));
    expect(rebased.segments.map(({ mean }) => mean)).toEqual([1.5, 101.5]);
    expect(rebased.segments.every(({ isTrial }) => isTrial)).toBe(true);
  });

  it("passes only a target wholly on the good side of the limits", () => {
    const series = dated([4, 5, 6, 5, 4, 5, 6, 5, 4, 5, 6, 5, 4]);
    const verdict = (target: number) =>
      expectValue(xmr(series, { target, direction: "decrease" })).assurance;
    expect([verdict(20), verdict(5), verdict(0)]).toEqual(["pass", "hitOrMiss", "fail"]);
  });

  it("refuses eleven points, and a process that never moves", () => {
    expect(xmr(dated(Array.from({ length: 11 }, (_, i) => i % 3))).reason).toBe(
      "below_minimum_size",
    );
    expect(xmr(dated(new Array(14).fill(3))).reason).toBe("no_variation");
  });
});
