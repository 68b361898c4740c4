import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needEstimates } from "../../../../pipelines/measures/need-estimates/measure.ts";
import { trialPower } from "../../../../pipelines/measures/trial-power/measure.ts";
import { isOfSettings } from "../../../../pipelines/trials/designs/designs.ts";
import { evaluateSettings } from "../../../../pipelines/trials/settings/evaluate-settings.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments } from "../../../shipped.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("what the next trial could see", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
  });
  afterAll(() => warehouse?.close());

  it("plans no trial of settings that are not in the same authorities: a plan is of such as are", async () => {
    const { rows } = await trialPower.rows(warehouse);
    expect(rows.filter((row) => row.evaluation !== null).map(({ unit }) => unit)).toEqual([
      "authorities",
    ]);
  });

  it("plans a trial of the sample's own size to see about as much as its estimate could", async () => {
    const design = shippedDesigns().find(isOfSettings)!;
    const authorities = ["X10000001", "X10000002"];
    await evaluateSettings(warehouse, shippedInstruments(), [
      {
        ...design,
        enrolled: { programme: "sample-trial", authorities },
        comparisons: [{ name: "inside", title: "Others of the two", authorities }],
      },
    ]);
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
