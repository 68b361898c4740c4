import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baconDecomposition } from "../../../pipelines/statistics/bacon.ts";
import { differenceInDifferences } from "../../../pipelines/statistics/difference-in-differences.ts";
import { aggregateEffects } from "../../../pipelines/statistics/effect-aggregation.ts";
import { groupTimeEffects } from "../../../pipelines/statistics/group-time-effects.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import type { StaggeredRow } from "../../../pipelines/statistics/staggered-panel.ts";
import { sunAbraham } from "../../../pipelines/statistics/sun-abraham.ts";
import { twoWayEffect } from "../../../pipelines/statistics/two-way-effect.ts";

const rows = (paths: Record<string, { start: number | null; values: number[] }>): StaggeredRow[] =>
  Object.entries(paths).flatMap(([unit, { start, values }]) =>
    values.map((value, t) => ({ unit, period: t + 1, start, value })),
  );

const worked = rows({
  A: { start: 2, values: [10, 8, 7] },
  B: { start: 3, values: [12, 12.5, 10] },
  C: { start: null, values: [11, 11.5, 12] },
  D: { start: null, values: [9, 9.5, 9.5] },
});

function panel(seed: number, starts: (number | null)[], effect = 0): StaggeredRow[] {
  const random = uniforms(seed);
  return starts.flatMap((start, u) => {
    const x = random();
    return [1, 2, 3, 4, 5, 6].map((period) => ({
      unit: `LA${u}`,
      period,
      start,
      covariates: [x],
      value:
        50 + u + period * (1 + x) + random() + (start !== null && period >= start ? effect : 0),
    }));
  });
}

const starts = [3, 3, 3, 3, 5, 5, 5, 5, null, null, null, null, null, null];
const plain = (of: StaggeredRow[]) => of.map(({ covariates: _, ...row }) => row);

describe("staggered adoption", () => {
  it("gives the worked example's effects, and no standard error for cohorts of one", () => {
    const result = expectValue(groupTimeEffects(worked));
    expect(result.effects.map(({ cohort, period, att, se }) => [cohort, period, att, se])).toEqual([
      [2, 2, expect.closeTo(-2.5, 12), null],
      [2, 3, expect.closeTo(-3.75, 12), null],
      [3, 2, expect.closeTo(0, 12), null],
      [3, 3, expect.closeTo(-2.75, 12), null],
    ]);
    const { simple, byExposure } = expectValue(aggregateEffects(result));
    expect(simple).toEqual({ att: expect.closeTo(-3, 12), se: null });
    expect(byExposure.effects.map(({ at, att }) => [at, att])).toEqual([
      [-1, expect.closeTo(0, 12)],
      [0, expect.closeTo(-2.625, 12)],
      [1, expect.closeTo(-3.75, 12)],
    ]);
    expect(result.preTest).toBeNull();
  });

  it("with one cohort and two periods is the difference in differences", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const two = plain(panel(seed, [2, 2, 2, null, null, null, null])).filter(
          ({ period }) => period <= 2,
        );
        const did = expectValue(
          differenceInDifferences(
            two.map((row) => ({ ...row, treated: row.start !== null })),
            2,
            { minimumPre: 1 },
          ),
        );
        const [effect] = expectValue(groupTimeEffects(two)).effects;
        expect(effect!.att).toBeCloseTo(did.estimate, 9);
      }),
      { numRuns: 20 },
    );
  });

  it("moves every effect under treatment by an effect added, none before, whatever the estimator", () => {
    for (const estimator of ["regression", "weighting", "doublyRobust"] as const) {
      const [without, moved] = [0, -3].map(
        (effect) =>
          expectValue(
            groupTimeEffects(panel(1, starts, effect), { estimator, comparison: "neverTreated" }),
          ).effects,
      );
      without!.forEach(({ cohort, period, att, se }, k) => {
        if (att === null) return;
        const added = period >= cohort ? -3 : 0;
        expect(moved![k]!.att).toBeCloseTo(att + added, 8);
        expect(moved![k]!.se).toBeCloseTo(se!, 8);
      });
    }
  });

  it("decomposes two-way fixed effects exactly, with weights that sum to 1", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.constantFrom(1, 2, 4, 6, 9, null), { minLength: 4, maxLength: 9 }),
        (seed, given) => {
          const of = plain(panel(seed, [3, null, ...given], -2));
          const bacon = expectValue(baconDecomposition(of));
          expect(bacon.types.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 10);
          expect(bacon.twoWay).toBeCloseTo(expectValue(twoWayEffect(of)).estimate, 8);
          expect(bacon.forbiddenShare).toBeLessThan(1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("agrees between Sun-Abraham and never-treated comparison from the start on", () => {
    const of = plain(panel(9, starts, -2));
    const events = expectValue(sunAbraham(of)).events.filter(({ exposure }) => exposure >= 0);
    const effects = groupTimeEffects(of, { comparison: "neverTreated", base: "universal" });
    const { byExposure } = expectValue(aggregateEffects(expectValue(effects)));
    for (const { exposure, estimate } of events) {
      const other = byExposure.effects.find(({ at }) => at === exposure)!;
      expect(estimate).toBeCloseTo(other.att, 8);
    }
  });

  it("drops and lists units treated from the first period on", () => {
    const result = expectValue(groupTimeEffects(panel(2, [1, 1, ...starts])));
    expect(result.alwaysTreated).toEqual(["LA0", "LA1"]);
    expect(result.units).toHaveLength(starts.length);
  });

  it("without never-treated units compares with the last cohort until it starts", () => {
    const of = plain(panel(2, [3, 3, 3, 5, 5, 5]));
    const { effects } = expectValue(groupTimeEffects(of));
    expect([...new Set(effects.map(({ cohort }) => cohort))]).toEqual([3]);
    expect(Math.max(...effects.map(({ period }) => period))).toBe(4);
    expect(groupTimeEffects(of, { comparison: "neverTreated" }).reason).toBe(
      "too_few_comparison_clusters",
    );
    expect(sunAbraham(of).reason).toBe("too_few_comparison_clusters");
  });

  it("takes an earlier base period when the coming treatment may show early", () => {
    const of = plain(panel(6, starts, -2)).map((row) => ({
      ...row,
      value: row.value + (row.start !== null && row.period === row.start - 1 ? -2 : 0),
    }));
    const att = (anticipation: number) =>
      expectValue(aggregateEffects(expectValue(groupTimeEffects(of, { anticipation })))).simple.att;
    expect(Math.abs(att(1) + 2)).toBeLessThan(0.8);
    expect(Math.abs(att(0))).toBeLessThan(0.8);
  });

  it("refuses gaps, a unit with two starts, and no treated cohort", () => {
    expect(groupTimeEffects(worked.slice(1)).reason).toBe("gap_in_periods");
    const two = worked.map((row, i) => (i === 0 ? { ...row, start: 3 } : row));
    expect(groupTimeEffects(two).reason).toBe("invalid_input");
    const none = worked.map((row) => ({ ...row, start: null }));
    expect(groupTimeEffects(none).reason).toBe("too_few_treated_clusters");
    expect(baconDecomposition(none).reason).toBe("effect_not_identified");
  });
});
