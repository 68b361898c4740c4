import { expect, it } from "vitest";
import { costInterval } from "../../../../pipelines/measures/shared/cost-interval.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";

const cell = { pulled_count: 2, mean_gbp: 50_000, sd_gbp: 20_000 };

it("no interval of a mean of costs is given of fewer children than quartiles need", () => {
  const fewest = rule("fewest_for_quartiles");
  expect(costInterval({ ...cell, child_count: fewest - 1 })).toBeNull();
  const { lo, hi } = costInterval({ ...cell, child_count: fewest })!;
  expect(lo).toBeLessThan(50_000);
  expect(hi - 50_000).toBeCloseTo(50_000 - lo, 6);
});

it("is not below nought", () => {
  expect(costInterval({ ...cell, child_count: 20, mean_gbp: 3_000 })!.lo).toBe(0);
});
