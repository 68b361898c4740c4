import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  costEffectiveness,
  incrementalMoments,
} from "../../../pipelines/statistics/cost-effectiveness.ts";
import { fieller } from "../../../pipelines/statistics/fieller.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

const worked = {
  cost: -480,
  effect: 1.8,
  varianceCost: 250 ** 2,
  varianceEffect: 0.6 ** 2,
  covariance: -30,
};

function arm(seed: number, n: number, cost: number, effect: number) {
  const random = uniforms(seed);
  return Array.from({ length: n }, () => ({
    cost: cost + 4000 * random(),
    effect: effect + 10 * (random() - 0.5),
  }));
}

/** Children drawn again with replacement, a row a draw. */
function resamples(children: number, draws: number, seed: number): number[][] {
  const random = uniforms(seed);
  return Array.from({ length: draws }, () =>
    Array.from({ length: children }, () => Math.floor(random() * children)),
  );
}

describe("Fieller's set", () => {
  it("gives the worked example: -812.8 to 6.4", () => {
    expect(fieller(worked)).toEqual({
      type: "bounded",
      lo: expect.closeTo(-812.8, 1),
      hi: expect.closeTo(6.4, 1),
    });
  });

  it("holds the ratio whatever its form, and ends where the ratio is just rejected", () => {
    const amount = fc.double({ min: -50, max: 50, noNaN: true });
    const spread = fc.double({ min: 0.1, max: 30, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        amount,
        spread,
        spread,
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        (cost, effect, sc, se, r) => {
          fc.pre(Math.abs(effect) > 1e-3);
          const moments = {
            cost,
            effect,
            varianceCost: sc ** 2,
            varianceEffect: se ** 2,
            covariance: r * sc * se,
          };
          const set = fieller(moments);
          const ratio = cost / effect;
          if (set.type === "bounded") {
            expect(set.lo).toBeLessThanOrEqual(ratio + 1e-9);
            expect(set.hi).toBeGreaterThanOrEqual(ratio - 1e-9);
          }
          if (set.type === "complement") {
            expect(set.excludedLo).toBeLessThanOrEqual(set.excludedHi);
            expect(ratio <= set.excludedLo + 1e-9 || ratio >= set.excludedHi - 1e-9).toBe(true);
          }
        },
      ),
    );
  });

  it("is not an interval when the effect could be none", () => {
    const [own, few] = [fieller(worked), fieller(worked, 0.95, 6)];
    expect(own.type === "bounded" && few.type === "bounded" && few.lo < own.lo).toBe(true);
    expect(fieller({ ...worked, effect: 0.5 }).type).not.toBe("bounded");
    expect(fieller({ ...worked, effect: 0.1, cost: 10 }).type).toBe("whole_line");
  });
});

describe("cost-effectiveness", () => {
  const [trial, comparison] = [arm(1, 30, 5000, 4), arm(2, 25, 5500, 1)];
  const indices = {
    trial: resamples(30, 400, 3),
    comparison: resamples(25, 400, 4),
  };
  const result = expectValue(costEffectiveness(trial, comparison, indices, [0, 500, 1000]));

  it("shares every resample out among the quadrants", () => {
    const { NE, SE, NW, SW } = result.quadrants;
    expect(NE + SE + NW + SW).toBeCloseTo(1, 12);
    expect(result.acceptability[0]!.probability).toBeCloseTo(SE + SW, 12);
    expect(result.verdict).toBe(result.moments.cost < 0 ? "dominant" : "trade_off");
  });

  it("turns the whole plane around with the arms", () => {
    const other = incrementalMoments(comparison, trial);
    expect(other.cost).toBeCloseTo(-result.moments.cost, 9);
    expect(other.covariance).toBeCloseTo(result.moments.covariance, 9);
  });

  it("refuses nine children, no resamples, and costs that do not vary", () => {
    expect(costEffectiveness(trial.slice(21), comparison, indices, []).reason).toBe(
      "below_minimum_size",
    );
    const none = { trial: [], comparison: [] };
    expect(costEffectiveness(trial, comparison, none, []).reason).toBe("below_minimum_size");
    const flat = (of: typeof trial) => of.map(({ effect }) => ({ cost: 5, effect }));
    expect(costEffectiveness(flat(trial), flat(comparison), indices, []).reason).toBe(
      "zero_variance",
    );
  });
});
