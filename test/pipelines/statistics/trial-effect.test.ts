import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancova } from "../../../pipelines/statistics/ancova.ts";
import { eventStudy } from "../../../pipelines/statistics/did-event-study.ts";
import { differenceInDifferences } from "../../../pipelines/statistics/difference-in-differences.ts";
import { interruptedSeries } from "../../../pipelines/statistics/interrupted-time-series.ts";
import { poolImputations } from "../../../pipelines/statistics/mi-pooling.ts";
import type { PanelRow } from "../../../pipelines/statistics/panel.ts";
import { detectableEffect, powerAt } from "../../../pipelines/statistics/power-mde.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

function panel(seed: number, effect = 0): PanelRow[] {
  const random = uniforms(seed);
  return Array.from({ length: 12 }, (_, u) => u).flatMap((u) =>
    [1, 2, 3, 4, 5, 6].map((period) => ({
      unit: `LA${u}`,
      period,
      treated: u < 3,
      value: 50 + u + period + random() + (u < 3 && period >= 5 ? effect : 0),
    })),
  );
}

describe("difference in differences", () => {
  it("does not change when a unit or a period moves by a constant", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -50, max: 50 }), (seed, shift) => {
        const rows = panel(seed);
        const moved = rows.map((row) => ({
          ...row,
          value: row.value + (row.unit === "LA4" ? shift : 0) + (row.period === 2 ? shift : 0),
        }));
        const [a, b] = [rows, moved].map((of) => expectValue(differenceInDifferences(of, 5)));
        expect(b!.estimate).toBeCloseTo(a!.estimate, 9);
        expect(b!.clustered.value!.se).toBeCloseTo(a!.clustered.value!.se, 8);
        expect(b!.studentised.value!.p).toBe(a!.studentised.value!.p);
      }),
      { numRuns: 20 },
    );
  });

  it("equals the two-way regression's effect, and moves by an effect added", () => {
    const without = expectValue(differenceInDifferences(panel(7), 5));
    const withEffect = expectValue(differenceInDifferences(panel(7, -3), 5));
    expect(without.clustered.value!.estimate).toBeCloseTo(without.estimate, 10);
    expect(withEffect.estimate).toBeCloseTo(without.estimate - 3, 10);
  });

  it("refuses a missing unit-period, one pre-period, and an event study on three", () => {
    expect(differenceInDifferences(panel(1).slice(1), 5).reason).toBe("gap_in_periods");
    expect(differenceInDifferences(panel(1), 2).reason).toBe("below_minimum_size");
    expect(eventStudy(panel(1), 4).reason).toBe("below_minimum_size");
    const lone = panel(1).map((row) => ({ ...row, treated: row.unit === "LA0" }));
    const { clustered, studentised } = expectValue(differenceInDifferences(lone, 5));
    expect(clustered.reason).toBe("too_few_treated_clusters");
    expect(studentised.reason).not.toBeNull();
  });

  it("leaves the last period before the start as reference", () => {
    const { points, preTrendPlacebo } = expectValue(eventStudy(panel(3, -2), 5));
    expect(points.map(({ relative }) => relative)).toEqual([-4, -3, -2, 0, 1]);
    expect(expectValue(preTrendPlacebo).p).toBeGreaterThan(0.004);
  });
});

describe("ancova", () => {
  const children = (pre: (arm: number, i: number) => number) =>
    [0, 1].flatMap((arm) =>
      Array.from({ length: 12 }, (_, i) => ({
        cluster: `S${arm}${i % 6}`,
        trial: arm === 1,
        pre: pre(arm, i),
        post: 40 + i * 0.7 - arm * 4 + ((i * 7) % 5),
        covariates: [],
      })),
    );

  it("is the raw difference when the arms have equal baselines", () => {
    const result = expectValue(
      ancova(
        children((_, i) => 50 + i),
        [],
      ),
    );
    expect(result.model.coefficients[2]!.estimate).toBeCloseTo(-4, 9);
    expect(result.changeScore.difference).toBeCloseTo(-4, 9);
    expect(result.clustered.value!.estimate).toBeCloseTo(-4, 9);
  });

  it("shows both answers when arms differ at baseline, and refuses nine children in an arm", () => {
    const result = expectValue(
      ancova(
        children((arm, i) => 50 + i + 10 * arm),
        [],
      ),
    );
    expect(result.changeScore.difference).toBeCloseTo(-14, 9);
    expect(result.model.coefficients[2]!.estimate).not.toBeCloseTo(-14, 1);
    expect(ancova(children((_, i) => i).slice(3), []).reason).toBe("below_minimum_size");
  });
});

describe("other effect methods", () => {
  it("finds an exact level and slope change in a straight series with small noise", () => {
    const random = uniforms(2);
    const series = Array.from({ length: 40 }, (_, i) => i + (i >= 20 ? -5 : 0) + random() / 1e3);
    const { model, effect } = expectValue(interruptedSeries(series, 20));
    expect(model.coefficients[2]!.estimate).toBeCloseTo(-5, 2);
    expect(effect.estimate).toBeCloseTo(-5, 2);
    expect(interruptedSeries(series, 7).reason).toBe("below_minimum_size");
  });

  it("gives the worked minimum detectable effect of 6.42 points, which has its power", () => {
    const design = { clustersPerArm: 6, childrenPerCluster: 20, icc: 0.08, prePostR: 0.6 };
    const { designEffect, se, mde, df } = expectValue(
      detectableEffect({ ...design, cvSize: 0.4, sd: 12 }),
    );
    expect([designEffect, se, mde]).toEqual(
      [2.776, 2.065, 6.42].map((value) => expect.closeTo(value, 2)),
    );
    expect(powerAt(mde, se, df)).toBeCloseTo(0.8, 2);
    expect(powerAt(0, se, df)).toBeCloseTo(0.05, 10);
    expect(detectableEffect({ ...design, clustersPerArm: 1, cvSize: 0, sd: 12 }).reason).toBe(
      "below_minimum_size",
    );
  });

  it("pools imputations as the worked example, and refuses one", () => {
    const draws = [
      { estimate: 2, variance: 0.2 },
      { estimate: 2.5, variance: 0.25 },
      { estimate: 3, variance: 0.22 },
    ];
    const { total, lambda, df } = expectValue(poolImputations(draws, 48));
    expect([total, lambda, df]).toEqual(
      [0.5566666667, 0.5988023952, 4.2857843374].map((value) => expect.closeTo(value, 9)),
    );
    expect(poolImputations(draws.slice(0, 1), 48).reason).toBe("below_minimum_size");
    const same = draws.map(({ variance }) => ({ estimate: 2, variance }));
    expect(expectValue(poolImputations(same, 48)).df).toBeCloseTo((49 / 51) * 48, 10);
  });
});
