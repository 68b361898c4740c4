import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaseMixChild, caseMix } from "../../../pipelines/statistics/case-mix.ts";
import { dummyColumns } from "../../../pipelines/statistics/dummy-columns.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

function children(seed: number, n = 120): CaseMixChild[] {
  const random = uniforms(seed);
  return Array.from({ length: n }, (_, i) => {
    const pre = 30 + 40 * random();
    const change = 5 - 0.2 * pre + 10 * (random() - 0.5) + (i % 6);
    return { setting: `S${i % 6}`, covariates: [pre], change, improved: change + 3 * random() < 0 };
  });
}

describe("case-mix adjustment", () => {
  it("expects in all what happened in all: value added sums to 0, observed to expected", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { settings, improvement } = expectValue(caseMix(children(seed)));
        const { rates } = expectValue(improvement);
        expect(settings.reduce((sum, s) => sum + s.n * s.valueAdded, 0)).toBeCloseTo(0, 8);
        const observed = settings.reduce((sum, s) => sum + s.observed, 0);
        expect(rates.reduce((sum, s) => sum + s.expected, 0)).toBeCloseTo(observed, 7);
      }),
      { numRuns: 20 },
    );
  });

  it("shrinks each setting's effect towards none, and orders settings by name", () => {
    const result = expectValue(caseMix(children(4)));
    const mixed = expectValue(result.mixed);
    expect(result.settings.map(({ setting }) => setting)).toEqual(
      [0, 1, 2, 3, 4, 5].map((s) => `S${s}`),
    );
    for (const { group, values } of mixed.effects) {
      const setting = result.settings.find((s) => s.setting === group)!;
      expect(Math.abs(values[0]!)).toBeLessThan(Math.abs(setting.valueAdded) + 0.5);
    }
  });

  it("gives no ratio where fewer than five are expected, and no rates under separation", () => {
    const few = children(2, 24);
    const { rates } = expectValue(expectValue(caseMix(few)).improvement);
    expect(rates.every(({ expected, ratio }) => expected >= 5 || ratio === null)).toBe(true);
    const told = children(2).map((child, i) => ({
      ...child,
      covariates: [i % 2],
      improved: i % 2 === 0,
    }));
    const result = expectValue(caseMix(told));
    expect(result.improvement.reason).toBe("separation");
    expect(result.settings).toHaveLength(6);
  });

  it("refuses dependent covariates, and no children", () => {
    const doubled = children(2).map((child) => ({
      ...child,
      covariates: [child.covariates[0]!, 2 * child.covariates[0]!],
    }));
    expect(caseMix(doubled).reason).toBe("singular_design");
    expect(caseMix([]).reason).toBe("below_minimum_size");
  });

  it("makes one column a category, the first in order of name the reference", () => {
    expect(dummyColumns(["b", "a", "c"])).toEqual({
      names: ["b", "c"],
      rows: [
        [1, 0],
        [0, 0],
        [0, 1],
      ],
    });
  });
});
