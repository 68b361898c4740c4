import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needEstimates } from "../../../../pipelines/measures/need-estimates/measure.ts";
import { trialPower } from "../../../../pipelines/measures/trial-power/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("what the next trial could see", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
  });
  afterAll(() => warehouse?.close());

  it("plans a trial of the sample's own size to see about as much as its estimate could", async () => {
    const { rows } = await trialPower.rows(warehouse);
    const [found] = (await needEstimates.rows(warehouse)).rows.filter((row) => row.is_primary);
    const own = rows.filter(({ evaluation }) => evaluation !== null);
    expect(own.map(({ unit }) => unit)).toEqual(["authorities", "settings"]);
    expect(own[0]).toMatchObject({
      ...{ units: found!.trial_authorities, comparison_units: found!.comparison_authorities },
      found_by_trial: found!.detectable,
    });
    // Units alike have more degrees of freedom than those of the trial, never a third of its reach.
    for (const { detectable, found_by_trial } of own) {
      expect(detectable / found_by_trial!).toBeGreaterThan(0.6);
      expect(detectable / found_by_trial!).toBeLessThan(1.6);
    }
  });
});
