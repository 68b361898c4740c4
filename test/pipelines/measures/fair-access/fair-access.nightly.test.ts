import { expect, it } from "vitest";
import { plantedOf } from "../planted-sample.ts";

const SEEDS = Array.from({ length: 24 }, (_, i) => 101 + i);

it("gaps of 24 other samples hold what was planted as often as they claim", async () => {
  const held = [];
  for (const seed of SEEDS) {
    const { access, truth } = await plantedOf(seed);
    const row = access.find(
      ({ authority_code, outcome, group_name }) =>
        authority_code === truth.access.authority_code &&
        outcome === "high_need" &&
        group_name === "Free school meals",
    )!;
    if (row.gap_lower === null || row.gap_upper === null) continue;
    const gap = 100 * (truth.access.high_need_with_meals - truth.access.high_need);
    held.push(gap >= row.gap_lower - 0.5 && gap <= row.gap_upper + 0.5);
  }
  // In a small council the count may be hidden. Of 18 intervals of 95 in 100 fewer than 14 hold the truth once in 640 times.
  expect(held.length).toBeGreaterThanOrEqual(18);
  expect(held.filter(Boolean).length / held.length).toBeGreaterThanOrEqual(14 / 18);
}, 600_000);
