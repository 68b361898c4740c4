import { describe, expect, it } from "vitest";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { flowDraws, gammaVariate } from "../../../pipelines/statistics/stock-flow-draws.ts";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]) =>
  mean(values.map((value) => (value - mean(values)) ** 2));

describe("draws of a stock-and-flow forecast", () => {
  it.each([0.05, 0.7, 3, 40])("gamma variates of shape %d have its mean and variance", (shape) => {
    const uniform = uniforms(11);
    const drawn = Array.from({ length: 6000 }, () => gammaVariate(shape, uniform));
    expect(Math.abs(mean(drawn) / shape - 1)).toBeLessThan(0.08);
    expect(Math.abs(variance(drawn) / shape - 1)).toBeLessThan(0.15);
  });

  const counts = {
    moves: [
      [80, 10, 10],
      [0, 45, 5],
    ],
    opening: [100, 50],
    entrants: [
      [20, 4],
      [28, 6],
    ],
    costs: [
      { of: "a", error: 0.05 },
      { of: "a", error: 0.05 },
    ],
  };
  const drawn = flowDraws(counts, { years: 2, draws: 4000, seed: 3 });

  it("shares are as counted at the mean, and vary as those of so many children and of so many to come", () => {
    const share = drawn.map(({ transitions }) => transitions[0]![0]!);
    expect(Math.abs(mean(share) - 0.8)).toBeLessThan(0.01);
    expect(Math.abs(variance(share) / ((0.8 * 0.2) / 51.5) - 1)).toBeLessThan(0.15);
    for (const { transitions } of drawn.slice(0, 50))
      for (const row of transitions) expect(row.reduce((a, b) => a + b)).toBeLessThanOrEqual(1);
  });

  it("entries vary as the counted years did, and by how well their mean is known", () => {
    // 24 and 34 have a variance of 50 about 29, more than chance's 29: of the two years' mean it is half of that.
    const first = drawn.map(({ inflowMultipliers }) => inflowMultipliers[0]!);
    expect(Math.abs(mean(first) - 1)).toBeLessThan(0.02);
    expect(Math.abs(variance(first) / ((50 + 25) / 29 ** 2) - 1)).toBeLessThan(0.15);
  });

  it("states of one cost have one draw of it", () => {
    for (const { costMultipliers } of drawn) expect(costMultipliers[0]).toBe(costMultipliers[1]);
    expect(
      Math.abs(Math.sqrt(variance(drawn.map(({ costMultipliers }) => costMultipliers[0]!))) - 0.05),
    ).toBeLessThan(0.004);
  });

  it("is the same again with the same seed", () => {
    expect(flowDraws(counts, { years: 2, draws: 3, seed: 3 })).toEqual(drawn.slice(0, 3));
  });
});
