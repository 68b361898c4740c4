import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cumulativeIncidence,
  incidenceAt,
  pseudoValues,
} from "../../../pipelines/statistics/competing-risks.ts";
import { coxModel } from "../../../pipelines/statistics/cox.ts";
import { fineGray } from "../../../pipelines/statistics/fine-gray.ts";
import { grayTest } from "../../../pipelines/statistics/gray-test.ts";
import { kaplanMeier, survivalAt } from "../../../pipelines/statistics/kaplan-meier.ts";
import { logRank } from "../../../pipelines/statistics/log-rank.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const children = fc.array(
  fc.record({ time: fc.integer({ min: 1, max: 20 }), cause: fc.integer({ min: 0, max: 2 }) }),
  { minLength: 2, maxLength: 40 },
);

const worked = [
  [2, 1],
  [3, 2],
  [4, 0],
  [6, 1],
  [7, 2],
  [9, 0],
].map(([time, cause]) => ({ time: time!, cause: cause! }));

describe("cumulative incidence", () => {
  it("gives the worked example: .389, .389 and .222 event-free", () => {
    const { eventFree, causes } = incidenceAt(expectValue(cumulativeIncidence(worked)), 9);
    expect([eventFree, ...causes.map(({ probability }) => probability)]).toEqual(
      [2 / 9, 7 / 18, 7 / 18].map((value) => expect.closeTo(value, 10)),
    );
  });

  it("shares everyone out among causes and the event-free, and stays below one less Kaplan-Meier", () => {
    fc.assert(
      fc.property(children, (given) => {
        const steps = expectValue(cumulativeIncidence(given));
        const alone = expectValue(
          kaplanMeier(given.map(({ time, cause }) => ({ time, event: cause === 1 }))),
        );
        for (const { time, eventFree, causes } of steps) {
          const total = causes.reduce((sum, { probability }) => sum + probability, eventFree);
          expect(total).toBeCloseTo(1, 10);
          const naive = 1 - survivalAt(alone, time).survival;
          expect(causes[0]!.probability).toBeLessThanOrEqual(naive + 1e-12);
        }
      }),
    );
  });

  it("with one cause is one less Kaplan-Meier, with Greenwood's standard error", () => {
    fc.assert(
      fc.property(children, (given) => {
        const one = given.map(({ time, cause }) => ({ time, cause: Math.min(1, cause) }));
        const steps = expectValue(cumulativeIncidence(one, { causes: 1 }));
        const curve = expectValue(
          kaplanMeier(one.map(({ time, cause }) => ({ time, event: cause === 1 }))),
        );
        for (const { time, causes } of steps) {
          const { survival, se } = survivalAt(curve, time);
          expect(causes[0]!.probability).toBeCloseTo(1 - survival, 10);
          if (se !== null) expect(causes[0]!.se).toBeCloseTo(se, 10);
        }
      }),
    );
  });

  it("refuses no one and an unknown cause", () => {
    expect(cumulativeIncidence([]).reason).toBe("below_minimum_size");
    expect(cumulativeIncidence([{ time: 1, cause: 3 }]).reason).toBe("invalid_input");
  });
});

describe("pseudo-values", () => {
  it("are what each child makes of the share, to the order of one over their number", () => {
    const many = Array.from({ length: 200 }, (_, i) => ({
      time: 1 + ((i * 37) % 50),
      cause: ((i * 7) % 5) % 3,
    }));
    const share = (of: typeof many, at: number) =>
      incidenceAt(expectValue(cumulativeIncidence(of)), at).causes[0]!.probability;
    const own = pseudoValues(many, { at: 30, cause: 1 });
    many.forEach((_, i) => {
      const others = many.filter((_, j) => j !== i);
      const jackknifed = many.length * share(many, 30) - others.length * share(others, 30);
      expect(Math.abs(own[i]! - jackknifed)).toBeLessThan(0.02);
    });
  });

  it("have the estimate for their mean and its error for their spread, and are 1 or 0 of the fully followed", () => {
    fc.assert(
      fc.property(children, fc.integer({ min: 1, max: 20 }), (given, at) => {
        const { causes, eventFree } = incidenceAt(expectValue(cumulativeIncidence(given)), at);
        const mean = (values: number[]) =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        const own = pseudoValues(given, { at, cause: 1 });
        expect(mean(own)).toBeCloseTo(causes[0]!.probability, 10);
        const squares = own.map((value) => (value - causes[0]!.probability) ** 2);
        expect(Math.sqrt(mean(squares) / own.length)).toBeCloseTo(causes[0]!.se, 10);
        expect(mean(pseudoValues(given, { at, cause: 0 }))).toBeCloseTo(eventFree, 10);
        const whole = given.map(({ time, cause }) => ({ time, cause: Math.max(1, cause) }));
        pseudoValues(whole, { at, cause: 2 }).forEach((value, i) => {
          const { time, cause } = whole[i]!;
          expect(value).toBeCloseTo(Number(cause === 2 && time <= at), 10);
        });
      }),
    );
  });
});

describe("Gray's test", () => {
  it("does not depend on the order of groups, and finds alike groups alike", () => {
    fc.assert(
      fc.property(children, children, (a, b) => {
        const [one, other] = [grayTest([a, b], 1), grayTest([b, a], 1)];
        expect(one.reason).toBe(other.reason);
        if (one.value) {
          const scale = 1 + one.value.chiSquared;
          expect(Math.abs(one.value.chiSquared - other.value!.chiSquared) / scale).toBeLessThan(
            1e-6,
          );
        }
        const same = grayTest([a, a], 1).value;
        if (same) expect(same.chiSquared).toBeCloseTo(0, 8);
      }),
    );
    expect(grayTest([worked, []], 1).reason).toBe("below_minimum_size");
    expect(grayTest([worked, worked], 3).reason).toBe("no_variation");
  });

  it("is near the log-rank test when no one leaves by another cause", () => {
    const groups = [1, 1.6].map((pace) =>
      Array.from({ length: 60 }, (_, i) => ({ time: ((i * 37) % 60) * pace + 1, cause: 1 })),
    );
    const [a, b] = groups.map((group) => group.map(({ time }) => ({ time, event: true })));
    const gray = expectValue(grayTest(groups, 1)).chiSquared;
    expect(gray / expectValue(logRank(a!, b!)).chiSquared).toBeCloseTo(1, 0);
  });
});

describe("Fine and Gray's model", () => {
  const many = Array.from({ length: 60 }, (_, i) => ({
    time: 1 + ((i * 17) % 41) + i / 100,
    cause: (i * 7) % 5 === 0 ? 0 : (i % 3) % 2 === 0 ? 1 : 2,
    x: [i % 2, ((i * 13) % 10) / 10],
  }));

  it("is Cox's when no one leaves by another cause", () => {
    const one = many.map((child) => ({ ...child, cause: Math.min(1, child.cause) }));
    const cox = expectValue(coxModel(one.map((child) => ({ ...child, event: child.cause === 1 }))));
    expectValue(fineGray(one, 1)).coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(cox.coefficients[j]!, 8);
    });
  });

  it("turns its sign with the covariate, and keeps its standard error", () => {
    const turned = many.map((child) => ({ ...child, x: [1 - child.x[0]!, child.x[1]!] }));
    const [a, b] = [many, turned].map((of) => expectValue(fineGray(of, 1)));
    expect(b!.coefficients[0]).toBeCloseTo(-a!.coefficients[0]!, 8);
    expect(b!.se[0]).toBeCloseTo(a!.se[0]!, 8);
  });

  it("refuses a cause that never occurs and dependent covariates", () => {
    expect(fineGray(many, 3).reason).toBe("below_minimum_size");
    const doubled = many.map((child) => ({ ...child, x: [child.x[1]!, 2 * child.x[1]!] }));
    expect(fineGray(doubled, 1).reason).toBe("singular_design");
  });
});
