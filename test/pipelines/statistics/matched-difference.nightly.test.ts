import { expect, it } from "vitest";
import { matchedDifference } from "../../../pipelines/statistics/matched-difference.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { PLANTED, simulatedMatches } from "./simulated-matches.ts";

it("holds the truth in its interval about as often as it says", () => {
  const runs = Array.from({ length: 400 }, (_, i) =>
    expectValue(matchedDifference(simulatedMatches(1000 + i, 500), { caliper: 0.25 })),
  );
  const held = runs.filter(({ ci }) => ci.lo <= PLANTED && PLANTED <= ci.hi).length / runs.length;
  const bias = runs.reduce((sum, { difference }) => sum + difference, 0) / runs.length - PLANTED;
  console.log(`matched difference: held ${held}, bias ${bias.toFixed(3)}`);
  expect(held).toBeGreaterThan(0.9);
  expect(held).toBeLessThan(0.985);
  expect(Math.abs(bias)).toBeLessThan(0.15);
}, 120_000);
