import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concordance, coxClusterErrors, coxModel } from "../../../pipelines/statistics/cox.ts";
import {
  kaplanMeier,
  medianSurvival,
  restrictedMean,
  survivalAt,
} from "../../../pipelines/statistics/kaplan-meier.ts";
import { logRank } from "../../../pipelines/statistics/log-rank.ts";
import { median } from "../../../pipelines/statistics/moments.ts";
import { proportionalHazards } from "../../../pipelines/statistics/proportional-hazards.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const times = fc.array(fc.record({ time: fc.integer({ min: 1, max: 30 }), event: fc.boolean() }), {
  minLength: 2,
  maxLength: 40,
});

const worked = [
  [2, true],
  [3, false],
  [5, true],
  [5, true],
  [8, false],
  [11, true],
].map(([time, event]) => ({ time: Number(time), event: Boolean(event) }));

describe("Kaplan-Meier", () => {
  it("gives the worked example: .833, .417, 0, median 5", () => {
    const steps = expectValue(kaplanMeier(worked));
    expect([2, 5].map((time) => survivalAt(steps, time).survival)).toEqual([
      expect.closeTo(5 / 6, 12),
      expect.closeTo(0.41667, 4),
    ]);
    expect([2, 5].map((time) => survivalAt(steps, time).se)).toEqual([
      expect.closeTo(0.152, 3),
      expect.closeTo(0.222, 3),
    ]);
    expect(survivalAt(steps, 11)).toMatchObject({ survival: 0, se: null, ci: null });
    expect(medianSurvival(steps).median).toBe(5);
  });

  it("without censoring is the share still to come, its median and its mean", () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 31 }), (given, at) => {
        const all = given.map(({ time }) => ({ time, event: true }));
        const steps = expectValue(kaplanMeier(all));
        const later = all.filter(({ time }) => time > at).length;
        expect(survivalAt(steps, at).survival).toBeCloseTo(later / all.length, 10);
        expect(medianSurvival(steps).median).toBeCloseTo(median(all.map(({ time }) => time)), 10);
        const last = Math.max(...all.map(({ time }) => time));
        const mean = all.reduce((sum, { time }) => sum + time, 0) / all.length;
        expect(expectValue(restrictedMean(steps, last)).mean).toBeCloseTo(mean, 9);
      }),
    );
  });

  it("never rises, stays within its interval, and refuses to look past the data", () => {
    fc.assert(
      fc.property(times, (given) => {
        const steps = expectValue(kaplanMeier(given));
        steps.forEach(({ time, survival }, i) => {
          expect(survival).toBeLessThanOrEqual(steps[i - 1]?.survival ?? 1);
          for (const scale of ["plain", "log", "logLog"] as const) {
            const { ci } = survivalAt(steps, time, { scale });
            if (ci === null) continue;
            expect(ci.lo).toBeLessThanOrEqual(survival + 1e-12);
            expect(ci.hi).toBeGreaterThanOrEqual(survival - 1e-12);
          }
        });
        expect(restrictedMean(steps, steps.at(-1)!.time + 1).reason).toBe("outside_observed_range");
      }),
    );
    expect(kaplanMeier([]).reason).toBe("below_minimum_size");
  });
});

describe("log-rank", () => {
  it("is the same with the groups' names swapped, and none between alike groups", () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const [one, other] = [logRank(a, b), logRank(b, a)];
        expect(one.reason).toBe(other.reason);
        if (one.value) expect(one.value.chiSquared).toBeCloseTo(other.value!.chiSquared, 8);
        const same = logRank(a, a).value;
        if (same) expect(same.chiSquared).toBeCloseTo(0, 10);
      }),
    );
    expect(logRank([], worked).reason).toBe("below_minimum_size");
  });
});

describe("proportional hazards", () => {
  const children = worked
    .concat(worked.map(({ time, event }, i) => ({ time: time + i, event })))
    .map((child, i) => ({ ...child, x: [i % 2, (i * 7) % 5] }));

  it("without ties does not depend on how ties are broken, and scales with the covariate", () => {
    const untied = children.map((child, i) => ({ ...child, time: child.time + i / 100 }));
    const [efron, breslow] = (["efron", "breslow"] as const).map((ties) =>
      expectValue(coxModel(untied, ties)),
    );
    expect(efron!.coefficients[0]).toBeCloseTo(breslow!.coefficients[0]!, 10);
    const scaled = untied.map((child) => ({ ...child, x: [child.x[0]! + 100, child.x[1]! / 10] }));
    const other = expectValue(coxModel(scaled));
    expect(other.coefficients[1]).toBeCloseTo(10 * efron!.coefficients[1]!, 7);
    expect(other.coefficients[0]).toBeCloseTo(efron!.coefficients[0]!, 8);
    const clusters = untied.map((_, i) => `S${i % 4}`);
    expect(coxClusterErrors(scaled, clusters, other)[0]).toBeCloseTo(
      coxClusterErrors(untied, clusters, efron!)[0]!,
      7,
    );
    const [a, b] = [proportionalHazards(untied, efron!), proportionalHazards(scaled, other)];
    expect(a.all).toBeCloseTo(b.all!, 6);
  });

  it("turns the concordance around with the signs", () => {
    const share = concordance(children, [1, 0.3])!;
    expect(concordance(children, [-1, -0.3])).toBeCloseTo(1 - share, 12);
    expect(
      concordance(
        children.map((child) => ({ ...child, event: false })),
        [1, 1],
      ),
    ).toBeNull();
  });

  it("refuses no events, dependent covariates, and a covariate that tells the order", () => {
    const none = children.map((child) => ({ ...child, event: false }));
    expect(coxModel(none).reason).toBe("below_minimum_size");
    const doubled = children.map((child) => ({ ...child, x: [child.x[0]!, 2 * child.x[0]!] }));
    expect(coxModel(doubled).reason).toBe("singular_design");
    const told = children.map((_, i) => ({ time: i + 1, event: true, x: [i] }));
    expect(coxModel(told).reason).toBe("separation");
  });
});
