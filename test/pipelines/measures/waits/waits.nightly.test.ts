import { expect, it } from "vitest";
import { held, journeyOf } from "../journey-sample.ts";

const SEEDS = Array.from({ length: 24 }, (_, i) => 101 + i);

it("intervals of 24 other samples hold what was planted as often as they claim", async () => {
  const found = [];
  for (const seed of SEEDS) found.push(held(await journeyOf(seed)));
  const plans = found.flatMap(({ ofPlans }) => ofPlans).filter((one) => one !== null);
  // Of 144 intervals of 95 in 100 fewer than 129 hold the truth once in 500 times.
  expect(plans.length).toBe(144);
  expect(plans.filter(Boolean).length).toBeGreaterThanOrEqual(129);
  const inTrial = found.flatMap(({ ofTrial }) => ofTrial).filter((one) => one !== null);
  expect(inTrial.length).toBe(48);
  // Of 48, fewer than 41 once in 100 times.
  expect(inTrial.filter(Boolean).length).toBeGreaterThanOrEqual(41);
  // And of 24, fewer than 20 once in 170 times.
  expect(found.filter(({ tried }) => tried).length).toBeGreaterThanOrEqual(20);
}, 600_000);
