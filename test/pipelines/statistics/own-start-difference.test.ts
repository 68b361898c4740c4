import { describe, expect, it } from "vitest";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { baconDecomposition } from "../../../pipelines/statistics/bacon.ts";
import { differenceInDifferences } from "../../../pipelines/statistics/difference-in-differences.ts";
import { aggregateEffects } from "../../../pipelines/statistics/effect-aggregation.ts";
import { groupTimeEffects } from "../../../pipelines/statistics/group-time-effects.ts";
import { mean } from "../../../pipelines/statistics/moments.ts";
import {
  type OwnStartUnit,
  ownStartDifference,
} from "../../../pipelines/statistics/own-start-difference.ts";
import { sunAbraham } from "../../../pipelines/statistics/sun-abraham.ts";
import { twoWayEffect } from "../../../pipelines/statistics/two-way-effect.ts";

const YEARS = 10;
const STARTS = [3, 5, 7];

/** Years that all share, levels of their own, noise, and an effect that grows by 1 a year. */
function authorities(seed: number, noise: number, comparison = 12): OwnStartUnit[] {
  const random = randomOf(seed);
  const years = Array.from({ length: YEARS }, () => 2 * random.normal());
  return Array.from({ length: 3 + comparison }, (_, i) => {
    const start = STARTS[i] ?? null;
    const level = 5 * random.normal();
    return {
      unit: `${i}`,
      start,
      values: years.map(
        (year, t) =>
          level +
          year +
          noise * random.normal() +
          (start !== null && t >= start ? t - start + 1 : 0),
      ),
    };
  });
}

/** What was planted: each authority's mean effect over its own years, and the mean of these. */
const PLANTED = mean(STARTS.map((start) => (YEARS - start + 1) / 2));

const rowsOf = (units: readonly OwnStartUnit[]) =>
  units.flatMap(({ unit, start, values }) =>
    values.map((value, period) => ({ unit, period, start, value })),
  );

describe("a difference in differences from each unit's own start", () => {
  it("gives back what was planted where nothing else moves, and two-way fixed effects do not", () => {
    const units = authorities(1, 1e-4);
    expect(ownStartDifference(units).value!.estimate).toBeCloseTo(PLANTED, 3);
    expect(ownStartDifference(units).value!.treated.map(({ effect }) => effect)).toEqual(
      STARTS.map((start) => expect.closeTo((YEARS - start + 1) / 2, 3)),
    );
    // Group-time effects by years since the start: 1, 2, 3 and so on.
    const grouped = aggregateEffects(groupTimeEffects(rowsOf(units)).value!).value!;
    const after = grouped.byExposure.effects.filter(({ at }) => at >= 0);
    after.forEach(({ at, att }) => {
      expect(att).toBeCloseTo(at + 1, 2);
    });
    for (const { exposure, estimate } of sunAbraham(rowsOf(units)).value!.events)
      expect(estimate).toBeCloseTo(exposure >= 0 ? exposure + 1 : 0, 2);
    const simple = mean(
      STARTS.flatMap((start) => Array.from({ length: YEARS - start }, (_, k) => k + 1)),
    );
    expect(grouped.simple.att).toBeCloseTo(simple, 2);
    expect(twoWayEffect(rowsOf(units)).value!.estimate).toBeLessThan(0.93 * simple);
    expect(baconDecomposition(rowsOf(units)).value!.forbiddenShare).toBeGreaterThan(0.01);
  });

  it("is the plain difference in differences and its interval where all start together", () => {
    const units = authorities(2, 1).map((unit) => ({
      ...unit,
      start: unit.start === null ? null : 5,
    }));
    const own = ownStartDifference(units).value!;
    const plain = differenceInDifferences(
      units.flatMap(({ unit, start, values }) =>
        values.map((value, period) => ({ unit, period, treated: start !== null, value })),
      ),
      5,
    ).value!;
    expect(own.estimate).toBeCloseTo(plain.estimate, 10);
    expect(own.se).toBeCloseTo(plain.clustered.value!.se, 10);
    expect(own.ci.lo).toBeCloseTo(plain.clustered.value!.ci.lo, 6);
    expect(own.placebo.p).toBeGreaterThan(plain.studentised.value!.p - 0.05);
    expect(own.placebo.p).toBeLessThan(plain.studentised.value!.p + 0.05);
  });

  it("holds what was planted about as often as it says, and rarely finds what is not there", () => {
    const runs = 600;
    let [held, sum, found, placebo] = [0, 0, 0, 0];
    for (let seed = 1; seed <= runs; seed++) {
      const units = authorities(seed, 1.5);
      const { estimate, ci } = ownStartDifference(units, { draws: 0 }).value!;
      sum += estimate;
      // Effects differ by the years that each has had: the mean is what is held.
      held += Number(ci.lo <= PLANTED && PLANTED <= ci.hi);
      const none = units.map((unit) => ({
        ...unit,
        values: unit.values.map((value, t) =>
          unit.start !== null && t >= unit.start ? value - (t - unit.start + 1) : value,
        ),
      }));
      const nothing = ownStartDifference(none, { draws: seed <= 100 ? 199 : 0 }).value!;
      found += Number(nothing.ci.lo > 0 || nothing.ci.hi < 0);
      if (seed <= 100) placebo += Number(nothing.placebo.p <= 0.05);
    }
    expect(sum / runs).toBeCloseTo(PLANTED, 1);
    expect(held / runs).toBeGreaterThanOrEqual(0.94);
    expect(found / runs).toBeLessThanOrEqual(0.06);
    expect(placebo).toBeLessThanOrEqual(12);
  });

  it("is refused with too few units, or a start with nothing before or after", () => {
    const units = authorities(3, 1);
    expect(ownStartDifference(units.slice(2)).reason).toBe("too_few_treated_clusters");
    expect(ownStartDifference(units.slice(0, 4)).reason).toBe("too_few_comparison_clusters");
    const early = units.map((unit) => ({ ...unit, start: unit.start === 3 ? 0 : unit.start }));
    expect(ownStartDifference(early).reason).toBe("below_minimum_size");
  });
});
